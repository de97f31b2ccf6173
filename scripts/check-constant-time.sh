#!/usr/bin/env bash
# Runs what must be constant time under valgrind's memcheck, on secrets that are memory never written: memcheck reports every branch
# and every address that depends on one. Controls that leak must be reported, else the check would be blind.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-dependencies.sh valgrind || { echo "skipped: constant-time check, for which valgrind is not to be had"; exit 0; }

work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-memcheck.XXXXXX")
trap 'rm -rf "$work"' EXIT
report=$work/report
probe=$work/constant-time-probe
# Without debug information, some of whose forms valgrind does not know and stops at.
strip --strip-debug -o "$probe" .build/release/constant-time-probe
reported=99
failed=0
while read -r name kind; do
  status=0
  MARGINPROOF_KERNEL=portable valgrind --quiet --leak-check=no --undef-value-errors=yes --error-exitcode="$reported" \
    "$probe" "$name" > "$report" 2>&1 || status=$?
  case "$kind $status" in
    "constant 0") echo "constant time: $name" ;;
    "leaks $reported") echo "a leak, and reported as it must be: $name" ;;
    "leaks 0") echo "constant time: the leak of $name was not reported: the check is blind" >&2; failed=1 ;;
    "constant $reported") echo "constant time: $name depends on its secret:" >&2; cat "$report" >&2; failed=1 ;;
    *) echo "constant time: $name could not run, status $status:" >&2; cat "$report" >&2; failed=1 ;;
  esac
done < <("$probe" list)
exit "$failed"
