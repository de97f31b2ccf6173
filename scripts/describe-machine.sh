#!/usr/bin/env bash
# What figures were measured on, as a list in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
field() { sed -n "s/^$1[[:space:]]*: //p" /proc/cpuinfo | head -n 1; } # KEY
if [ -r /proc/cpuinfo ]; then
  if grep -q avx512ifma /proc/cpuinfo; then ifma="with"; else ifma="without"; fi
  echo "- Processor: $(field 'model name'), family $(field 'cpu family') model $(field model), $(nproc) cores, $ifma AVX512-IFMA"
fi
echo "- System: $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null), $(uname -s) $(uname -r) $(uname -m)"
echo "- Toolchain: $(swift --version 2>/dev/null | head -n 1)"
echo "- Libraries: libsecp256k1 $(pkg-config --modversion libsecp256k1), libcrypto $(pkg-config --modversion libcrypto)"
if [ -x .build/release/marginproof ]; then echo "- Version: $(.build/release/marginproof --version | paste -sd ';' - | sed 's/;/; /g')"; fi
if [ -r /proc/loadavg ]; then echo "- Load of the machine: $(cut -d ' ' -f 2 /proc/loadavg), this included"; fi
echo "- Commit: $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(git diff --quiet 2>/dev/null || echo ', with changes')"
echo "- Date: $(date -u +%Y-%m-%d)"
