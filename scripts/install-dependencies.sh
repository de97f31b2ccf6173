#!/usr/bin/env bash
# Makes sure that a Swift 6 toolchain and the two system libraries are here; installs what apt-get can.
# With the argument valgrind or bochs, makes sure of that tool instead, which checks need.
set -euo pipefail

say() { printf 'marginproof: %s\n' "$*" >&2; }

if [ "${1:-}" = valgrind ]; then
  packages=valgrind
  present() { command -v valgrind >/dev/null 2>&1; }
elif [ "${1:-}" = bochs ]; then
  packages="bochs bochs-term"
  # Debian has the part for terminals apart.
  present() { command -v bochs >/dev/null 2>&1 && { ! command -v dpkg || dpkg -s bochs-term; } >/dev/null 2>&1; }
else
  packages="libsecp256k1-dev libssl-dev pkg-config"
  present() { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libsecp256k1 libcrypto; }

  if ! command -v swift >/dev/null 2>&1; then
    say "no Swift toolchain found. Install Swift 6 from https://www.swift.org/install/linux/ and put its usr/bin on PATH."
    exit 2
  fi
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\).*/\1/p' | head -n 1)
  if [ "${version:-0}" -lt 6 ]; then
    say "Swift ${version:-of unknown version} found, Swift 6 needed. Install it from https://www.swift.org/install/linux/."
    exit 2
  fi
fi
present && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  say "something is missing and there is no apt-get here. Install the equivalents of: $packages"
  exit 2
fi
if [ "$(id -u)" = 0 ]; then as_root=""
elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
else
  say "missing system packages. As root, run: apt-get install $packages"
  exit 2
fi
say "installing $packages"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086  # the list is meant to split
$as_root apt-get install -y -qq $packages >/dev/null || { say "apt-get could not install: $packages"; exit 2; }
present || { say "installed $packages, yet what they bring is not found"; exit 2; }
