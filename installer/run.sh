#!/bin/sh
# Start MeetingDesk from a checkout, installing first what is missing. Safe to repeat.
#
#   sh installer/run.sh                  the desktop; without a screen, the sample in ./demo-out
#   sh installer/run.sh COMMAND ...      any command of the program, e.g. `verify`
#   sh installer/run.sh --install-only   install and stop
set -eu
here=$PWD
cd "$(dirname "$0")/.."
checkout=$PWD
. installer/common.sh

need_system
need_venv requirements.lock
[ "${1:-}" = --install-only ] && exit 0

cd "$here"
program=$checkout/$VENV/bin/meetingdesk
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
    if [ $# -eq 0 ]; then
        say "没有图形界面，改为生成示例：./demo-out"
        set -- demo --out ./demo-out
    fi
fi
exec "$program" "$@"
