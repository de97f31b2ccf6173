#!/usr/bin/env bash
# The readable Python model's known answers, where they stand beside the project; the package's own copies are in fixtures/.
set -euo pipefail
cd "$(dirname "$0")/.."
vectors=../shared/reference/vectors
if [ ! -d "$vectors" ]; then
  echo "skipped: $vectors is not here, so only the package's own copies of the vectors were checked"
  exit 0
fi
.build/release/proof-vectors check "$vectors"/proof-*.json "$vectors"/refuse-*.json
