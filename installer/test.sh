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
# What the law says and what counts the votes is proved line by line and branch by branch: the
# tests marked so (tests/conftest.py) run by themselves, measured, and are left out of the rest.
measured=--cov=meetingdesk.rules
for module in ballotledger ballots cardbook cards certify count_files count_views counting doubts \
    merging polling rulings sums vote_checks vote_consequences vote_drafts vote_next vote_objects \
    vote_orders vote_sources vote_sums vote_views vote_waiting votes write_ins
do
    measured="$measured --cov=meetingdesk.actions.$module"
done
# the list is words to be split
# shellcheck disable=SC2086
if [ "${1:-}" = --fast ]; then
    check python -m pytest -n auto --dist worksteal -m "not slow"
else
    check python -m pytest -n auto --dist worksteal -m "slow or not counted"
    check python -m pytest -q -n auto --dist worksteal -m "counted and not slow" tests/rules \
        tests/actions $measured --cov-branch --cov-report=term:skip-covered --cov-fail-under=100
fi

[ -z "$failed" ] || give_up "failed:$failed"
echo "all checks passed"
