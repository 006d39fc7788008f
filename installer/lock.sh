#!/bin/sh
# Write the two lock files anew from pyproject.toml. For developers; needs `uv`.
#
# The locks hold for Linux (x86-64, aarch64) and Windows x64 with Python 3.11 and later. They
# name versions and hashes but no index: each machine asks the one it is set up for.
set -eu
cd "$(dirname "$0")/.."

wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT
cat >"$wanted" <<'END'
# builds the editable install without asking an index again
setuptools>=77
# later wheels for aarch64 want a newer C library than Debian 12 and the domestic systems have
PySide6-Essentials<6.8 ; platform_machine == 'aarch64' and python_version < '3.13'
PySide6-Essentials>=6.11 ; platform_machine != 'aarch64' or python_version >= '3.13'
END

compile() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-strip-markers --output-file "$out" "$@" \
        pyproject.toml "$wanted"
}

compile requirements-test.lock --extra test ${UPGRADE:+--upgrade}
# the program's own lock is the part of the test lock that it needs: never two versions of one thing
compile requirements.lock --constraints requirements-test.lock ${UPGRADE:+--upgrade}
