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
# What the law says and what counts the votes is proved line by line and branch by branch: these
# tests run by themselves, measured, and are left out of the rest, so that nothing runs twice.
actions=tests/actions
counted="tests/rules $actions/test_ballots.py $actions/test_cardbook.py $actions/test_counting.py
    $actions/test_rulings.py $actions/test_secrecy.py $actions/test_sums.py
    $actions/vote_kinds $actions/test_vote_life.py $actions/test_votes.py
    $actions/test_votes_edges.py"
measured=--cov=meetingdesk.rules
for module in cards certify count_views counting polling vote_drafts vote_sources vote_views votes; do
    measured="$measured --cov=meetingdesk.actions.$module"
done
rest=
for path in $counted; do
    rest="$rest --ignore=$path"
done

# the lists are words to be split
# shellcheck disable=SC2086
if [ "${1:-}" = --fast ]; then
    check python -m pytest -n auto -m "not slow"
else
    check python -m pytest -n auto $rest
    check python -m pytest -n auto -m slow $counted
    check python -m pytest -q -n auto -m "not slow" $counted $measured --cov-branch \
        --cov-report=term:skip-covered --cov-fail-under=100
fi

[ -z "$failed" ] || give_up "failed:$failed"
echo "all checks passed"
