#!/usr/bin/env bash
# Compares the project's option values and Greeks on both real chains with QuantLib and vollib from PyPI, to 1e-9 relative. Skipped, and
# says so, where they cannot be installed.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-pricing.XXXXXX")
trap 'rm -rf "$work"' EXIT
python=${RISK_PRICING_PYTHON:-$work/venv/bin/python}
if [ -z "${RISK_PRICING_PYTHON:-}" ]; then
  { python3 -m venv "$work/venv" && "$python" -m pip install --quiet QuantLib vollib; } > "$work/pip.log" 2>&1 || {
    tail -n 3 "$work/pip.log"
    echo "skipped: comparison of prices, for which QuantLib and vollib are not to be had"
    exit 0
  }
fi
RISK_PRICING_TABLE=$work/table.csv swift test -c release --filter PricingTableTests > "$work/test.log" 2>&1 || {
  tail -n 20 "$work/test.log"
  exit 1
}
# A run of no test passes too.
[ -s "$work/table.csv" ] || {
  echo "PricingTableTests wrote no table; does --filter still name it?"
  exit 1
}
"$python" fixtures/pricing/compare.py "$work/table.csv"
