#!/usr/bin/env bash
# A margin proof end to end on a real option book, then three refusals. Each step prints the command that a user would type.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.build/release/marginproof
work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The option chains are of 21 May 2026, so the demo's clocks stand there too.
as_of=2026-05-21T10:04:10Z
now=2026-05-21T10:10:00Z

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' off=$'\e[0m'; else bold="" dim="" off=""; fi
step() { printf '\n%s== %s%s\n' "$bold" "$*" "$off"; }
# Shows the command with the working folder left out, runs it, and says how long it took.
run() {
  local shown="marginproof $*" start end status=0
  printf '%s$ %s%s\n' "$dim" "${shown//$work\//}" "$off"
  start=$(date +%s%N)
  "$bin" "$@" || status=$?
  end=$(date +%s%N)
  printf '%s  %d ms, exit status %d%s\n' "$dim" $(((end - start) / 1000000)) "$status" "$off"
  return "$status"
}
# Runs a command that must be refused with the given exit status.
refused() {
  local expected=$1 status=0
  shift
  run "$@" || status=$?
  [ "$status" = "$expected" ] || { echo "demo: expected exit status $expected, got $status" >&2; exit 1; }
}
flip_bit() { # FILE OFFSET: flips the lowest bit of one byte
  local byte
  byte=$(od -An -tu1 -j "$2" -N1 "$1" | tr -d ' ')
  # shellcheck disable=SC2059  # the octal escape is made here
  printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

echo "correct horse battery staple" > "$work/passphrase"
secret=(--passphrase-file "$work/passphrase")

step "1. Risk publisher: 679 real options, futures, perpetuals and cash, revalued under 24 scenarios, and signed"
run keys new --out "$work/publisher.key" "${secret[@]}" > "$work/publisher.out"
run risk build fixtures/markets/btc-20260521.json fixtures/markets/eth-20260521.json \
  --model circuits/risk-models/portfolio-scan.yaml --out "$work/risk.json" --quiet
run risk sign "$work/risk.json" --key "$work/publisher.key" --out "$work/risk.signed.json" "${secret[@]}"

rule=(--circuit circuits/portfolio-scan.yaml --risk "$work/risk.signed.json")

step "2. Firm: its private margin report"
run margin "${rule[@]}" --positions fixtures/books/market-maker.csv

step "3. Custodian: commits to the firm's book, for the firm"
run keys new --out "$work/firm.key" "${secret[@]}" > "$work/firm.out"
run keys new --out "$work/custodian.key" "${secret[@]}" > "$work/custodian.out"
firm=$("$bin" keys show "$work/firm.key")
run commit --positions fixtures/books/market-maker.csv --risk "$work/risk.signed.json" --venue "deribit/main" --as-of "$as_of" \
  --key "$work/custodian.key" --holder "$firm" --out "$work/commitment.json" --opening "$work/book.opening" "${secret[@]}"

step "4. Counterparty: its trust policy, and a fresh nonce for its request"
cat > "$work/trust.yaml" <<YAML
policy: Example Bank, counterparty credit
version: 1
audiences: [Example Bank]
custodians:
  - {name: Example Custody, key: $("$bin" keys show "$work/custodian.key")}
self-declared: refused
publishers:
  threshold: 1
  keys:
    - {name: Example Risk Data, key: $("$bin" keys show "$work/publisher.key")}
circuits:
  - $(pwd)/circuits/portfolio-scan.yaml
ages: {risk: 1h, commitment: 1h, spread: 5m}
clock-skew: 30s
YAML
cat "$work/trust.yaml"
nonce=$("$bin" keys nonce)
request=(--audience "Example Bank" --nonce "$nonce")

step "5. Firm: proves that equity covers the initial margin"
run prove "${rule[@]}" --commitment "$work/commitment.json" --opening "$work/book.opening" --key "$work/firm.key" \
  "${request[@]}" --at "$now" --out "$work/attestation.json" "${secret[@]}"

step "6. Counterparty: verifies it without seeing a position"
verifier=("${rule[@]}" --trust "$work/trust.yaml" --at "$now")
run verify "$work/attestation.json" "${verifier[@]}" "${request[@]}"

step "7. Refusal: one bit of the attestation is flipped"
cp "$work/attestation.json" "$work/flipped.json"
flip_bit "$work/flipped.json" 900
refused 1 verify "$work/flipped.json" "${verifier[@]}" "${request[@]}"

step "8. Refusal: the attestation answers another counterparty's nonce"
refused 1 verify "$work/attestation.json" "${verifier[@]}" --audience "Example Bank" --nonce "$("$bin" keys nonce)"

step "9. Refusal: the same firm after a loss; the prover says by how much it is short, to the firm alone"
run commit --positions fixtures/books/market-maker-after-loss.csv --risk "$work/risk.signed.json" --venue "deribit/main" \
  --as-of "$as_of" --key "$work/custodian.key" --holder "$firm" --out "$work/loss.json" --opening "$work/loss.opening" "${secret[@]}"
refused 1 prove "${rule[@]}" --commitment "$work/loss.json" --opening "$work/loss.opening" --key "$work/firm.key" \
  "${request[@]}" --at "$now" --out "$work/none.json" "${secret[@]}"
[ ! -e "$work/none.json" ] || { echo "demo: an insolvent book got an attestation" >&2; exit 1; }

step "Done: verified once, refused three times, each as it should"
"$bin" inspect "$work/attestation.json"
