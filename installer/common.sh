# What run.sh and test.sh share: find what the machine lacks, keep .venv in step with the lock.
# Sourced, not run; the caller has changed to the checkout. POSIX sh.

VENV=.venv

# A library that Qt opens when it starts, and the Debian or Ubuntu package that has it. Libraries
# are looked for by name, since a package may be called otherwise (libcups2t64) or come from a
# system that has no dpkg.
LIBRARIES='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libcups.so.2 libcups2
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xinerama.so.0 libxcb-xinerama0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
'

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "$@"
    exit 1
}

# --- Python ---------------------------------------------------------------------------------

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

# Print the first Python that the locked packages have wheels for; nothing when there is none.
find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && fits "$name"; then
            command -v "$name"
            return
        fi
    done
}

# --- What the system lacks --------------------------------------------------------------------

missing_python() {
    python=$(find_python)
    if [ -z "$python" ]; then
        echo python3.11 python3.11-venv
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        case $python in
            */python3.*) echo "${python##*/}-venv" ;;
            *) echo python3-venv ;;
        esac
    fi
}

missing_libraries() {
    ldconfig=$(PATH=$PATH:/usr/sbin:/sbin command -v ldconfig) || return 0
    present=$("$ldconfig" -p)
    echo "$LIBRARIES" | while read -r library package; do
        case $present in
            *"$library "*) ;;
            *) echo "$package" ;;
        esac
    done
}

missing_fonts() {
    if command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn family | grep -q .; then
        return
    fi
    for font in /usr/share/fonts/opentype/noto/NotoSansCJK*; do
        [ -e "$font" ] && return
    done
    echo fonts-noto-cjk
}

# missing_commands COMMAND PACKAGE [COMMAND PACKAGE ...]
missing_commands() {
    while [ $# -gt 0 ]; do
        command -v "$1" >/dev/null 2>&1 || echo "$2"
        shift 2
    done
}

# need_system [COMMAND PACKAGE ...]: install what the system lacks, or say exactly what and stop.
need_system() {
    lacking=$(
        missing_python
        missing_libraries
        missing_fonts
        missing_commands "$@"
    )
    lacking=$(echo $lacking)
    [ -n "$lacking" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        give_up "这台电脑还缺少以下系统软件（此处为 Debian 软件包名），请管理员安装后再运行：" \
            "$lacking"
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        say "这台电脑还缺少几个系统软件，安装它们需要管理员权限。"
        say "请把下面一行交给管理员执行，完成后再运行一次；在此之前没有改动任何东西。"
        say ""
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $lacking"
        say ""
        exit 1
    fi
    say "正在安装系统软件：$lacking"
    log=$(mktemp)
    # shellcheck disable=SC2086 # both are lists of words
    if $as_root apt-get update >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
            --no-install-recommends $lacking >>"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        give_up "系统软件没有装全，请检查网络或软件源后再运行一次。详细记录：$log"
    fi
}

# --- The Python environment -------------------------------------------------------------------

# What an environment was made from. It holds absolute paths, so the place counts too.
fingerprint() {
    {
        pwd -P
        cat "$1" pyproject.toml setup.py
    } | cksum
}

stamped() {
    [ -x "$VENV/bin/python" ] && [ -f "$VENV/stamp-$1" ] &&
        [ "$(cat "$VENV/stamp-$1")" = "$(fingerprint "$1")" ]
}

# need_venv LOCK: .venv has every version LOCK names and this checkout's program, or we stop.
#
# The stamp is written last and taken away first, so an environment without one was broken off
# half-way and is made anew. The test lock contains the program's.
need_venv() {
    if stamped "$1" || stamped requirements-test.lock; then
        return 0
    fi
    python=$(find_python)
    if stamped requirements.lock; then
        rm -f "$VENV"/stamp-*
    else
        rm -rf "$VENV"
        say "正在准备运行环境（首次需要几分钟）……"
        "$python" -m venv "$VENV" || give_up "无法建立运行环境 $VENV，请检查磁盘空间和目录权限。"
    fi
    pip="$VENV/bin/python -m pip --disable-pip-version-check -qq"
    $pip install --require-hashes --requirement "$1" </dev/null || {
        rm -rf "$VENV"
        give_up "没有取到所需的程序组件，请检查网络后再运行一次。台账和文件没有受到影响。"
    }
    # The lock brings what builds it, so this asks no index.
    $pip install --no-deps --no-build-isolation --no-index --editable . </dev/null || {
        rm -rf "$VENV"
        give_up "会务台没有装好，程序文件可能不完整，请重新取得一份。台账和文件没有受到影响。"
    }
    # Compiled now, so that the first start is not the slow one.
    "$VENV/bin/python" -m compileall -q meetingdesk || :
    fingerprint "$1" >"$VENV/stamp-$1"
}
