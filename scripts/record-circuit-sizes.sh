#!/usr/bin/env bash
# Compiles every circuit with its example risk file and keeps the sizes in fixtures/circuits/sizes.json, one line a circuit, which
# the tests hold the compiler to. The command must be built.
set -euo pipefail
cd "$(dirname "$0")/.."
command=${MARGINPROOF:-.build/release/marginproof}
file=fixtures/circuits/sizes.json

lines=()
for circuit in circuits/*.yaml; do
  name=$(basename "$circuit" .yaml)
  cost=$("$command" circuit cost "$circuit" --risk "fixtures/circuits/$name/risk.json" --json)
  line=
  for key in rows variables digits base bound proofBytes; do
    # The command's JSON has no spaces around its marks.
    value=$(sed -n "s/.*\"$key\":\(\"[^\"]*\"\|[0-9]*\)[,}].*/\1/p" <<< "$cost")
    [ -n "$value" ] || { echo "$circuit: no $key in $cost" >&2; exit 1; }
    line+="${line:+, }\"$key\": $value"
  done
  lines+=("  \"$name\": {$line}")
done
{
  echo "{"
  (IFS=$'\n'; echo "${lines[*]}") | sed '$!s/$/,/'
  echo "}"
} > "$file"
echo "$file: ${#lines[@]} circuits"
