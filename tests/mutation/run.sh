#!/bin/sh
# Change the counting core in every small way and see whether a test notices (变异测试).
#
#   python -m pip install mutmut==3.8.1
#   sh tests/mutation/run.sh [FOLDER [NAME ...]]
#
# Works in a copy (FOLDER, or a temporary one), so that the checkout stays as it is; the same
# FOLDER again goes on where an earlier run was stopped. A NAME like 'meetingdesk.rules.checks*'
# tries that part alone. Survivors are listed at the end and explained in README.md beside this
# script.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-$(mktemp -d)}
[ $# -eq 0 ] || shift
mkdir -p "$folder"
cp -R meetingdesk tests resources pyproject.toml README.md LICENSE setup.py "$folder"
cat tests/mutation/mutmut.toml >>"$folder/pyproject.toml"
cd "$folder"
CI=1 QT_QPA_PLATFORM=offscreen mutmut run --max-children 1 "$@"
echo "survivors:"
mutmut results | grep -v 'killed$' || true
