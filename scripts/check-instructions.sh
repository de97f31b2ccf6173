#!/usr/bin/env bash
# Counts the instructions of a few benchmarks by callgrind and compares them with Benchmarks/instruction-counts.json: figures that do
# not depend on the machine's clock or load. With the argument accept, writes that file instead.
set -euo pipefail
cd "$(dirname "$0")/.."
file=Benchmarks/instruction-counts.json
benchmarks=(msm.256 range.1x64.verify)
tolerance=2 # per cent

scripts/install-dependencies.sh valgrind || { echo "skipped: instruction counts, for which valgrind is not to be had"; exit 0; }
work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-callgrind.XXXXXX")
trap 'rm -rf "$work"' EXIT
bench=$work/marginproof-bench
# Without debug information, some of whose forms valgrind does not know and stops at.
strip --strip-debug -o "$bench" .build/release/marginproof-bench
compiler="Swift $(swift --version 2>/dev/null | sed -n 's/.*Swift version \([^ ]*\).*/\1/p' | head -n 1), $(uname -m)"

value() { [ ! -e "$file" ] || sed -n "s/^  \"$1\": \"\{0,1\}\([^\"]*[^\",]\)\"\{0,1\},\{0,1\}$/\1/p" "$file"; } # KEY

if [ "${1:-}" != accept ] && [ "$(value compiler)" != "$compiler" ]; then
  echo "skipped: instruction counts are of $(value compiler), this is $compiler"
  exit 0
fi

# All of a run's instructions, its start and the making of inputs among them.
collected() { # NAME TIMES
  MARGINPROOF_CACHE=$work/cache SWIFT_DETERMINISTIC_HASHING=1 MARGINPROOF_KERNEL=portable MARGINPROOF_THREADS=1 \
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" repeat "$1" --times "$2" 2>&1 |
    sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
# The second of two repetitions: what the first fills, such as tables and caches, is filled.
count() { # NAME
  local once twice
  # So that tables of generators are on disk for both runs.
  MARGINPROOF_CACHE=$work/cache "$bench" repeat "$1" --times 1 > "$work/output"
  once=$(collected "$1" 1)
  twice=$(collected "$1" 2)
  [ -n "$once" ] && [ -n "$twice" ] || { echo "instructions: $1 could not run under callgrind" >&2; return 1; }
  echo $((twice - once))
}

failed=0
lines=()
for name in "${benchmarks[@]}"; do
  now=$(count "$name")
  lines+=("  \"$name\": $now")
  [ "${1:-}" != accept ] || continue
  before=$(value "$name")
  [ -n "$before" ] || { echo "instructions: $file has no count of $name; make instructions-accept takes today's" >&2; exit 1; }
  change=$(awk -v now="$now" -v before="$before" 'BEGIN { printf "%+.2f", 100 * (now - before) / before }')
  echo "instructions: $name $now, $change % of $before"
  if awk -v change="$change" -v most="$tolerance" 'BEGIN { exit !(change > most) }'; then
    echo "instructions: $name grew by more than $tolerance %. If that is its price, run: make instructions-accept" >&2
    failed=1
  elif awk -v change="$change" -v most="$tolerance" 'BEGIN { exit !(change < -most) }'; then
    echo "instructions: $name needs fewer. So that they stay away, run: make instructions-accept"
  fi
done
if [ "${1:-}" = accept ]; then
  {
    echo "{"
    echo "  \"compiler\": \"$compiler\","
    for index in "${!lines[@]}"; do
      [ "$index" = $((${#lines[@]} - 1)) ] && echo "${lines[$index]}" || echo "${lines[$index]},"
    done
    echo "}"
  } > "$file.new"
  mv "$file.new" "$file"
  cat "$file"
fi
exit "$failed"
