#!/bin/sh
# Run every check from a checkout, installing first what is missing. Safe to repeat.
#
#   sh installer/test.sh          everything
#   sh installer/test.sh --fast   without the slow tests, which also need LibreOffice
set -eu
cd "$(dirname "$0")/.."
. installer/common.sh

case ${1:-} in
    '')
        need_system pdftotext poppler-utils soffice libreoffice-writer-nogui Xvfb xvfb git git \
            pg_ctlcluster postgresql
        ;;
    --fast)
        need_system pdftotext poppler-utils git git
        ;;
    *) give_up "usage: sh installer/test.sh [--fast]" ;;
esac
need_venv requirements-test.lock

PATH=$PWD/$VENV/bin:$PATH
export PATH QT_QPA_PLATFORM=offscreen
failed=

check() {
    say "== $*"
    "$@" </dev/null || failed="$failed
    $*"
}

check ruff check .
check ruff format --check .
check mypy
check lint-imports
if [ "${1:-}" = --fast ]; then
    check python -m pytest -n auto -m "not slow"
else
    check python -m pytest -n auto
    # what the law says is proved line by line and branch by branch
    check python -m pytest -q -m "not slow" tests/rules --cov=meetingdesk.rules --cov-branch \
        --cov-report=term:skip-covered --cov-fail-under=100
fi

[ -z "$failed" ] || give_up "failed:$failed"
echo "all checks passed"
