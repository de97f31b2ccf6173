#!/usr/bin/env bash
# Measures everything and puts machine, date and figures in docs/benchmarks.md, between its two marks.
set -euo pipefail
cd "$(dirname "$0")/.."
document=docs/benchmarks.md
work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

.build/release/marginproof-bench --json .build/benchmarks.jsonl --markdown "$@" > "$work/tables"
{
  scripts/describe-machine.sh
  echo "- Command: \`make bench-document${*:+ BENCH=\"$*\"}\`"
  echo
  cat "$work/tables"
} > "$work/figures"
awk -v figures="$work/figures" '
  /^<!-- end of measured figures -->$/ { inside = 0 }
  !inside { print }
  /^<!-- measured figures -->$/ { inside = 1; while ((getline line < figures) > 0) print line }
' "$document" > "$work/document"
cat "$work/document" > "$document"
