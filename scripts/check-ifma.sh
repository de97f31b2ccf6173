#!/usr/bin/env bash
# Runs the kernel of AVX512-IFMA instructions in Bochs, which emulates a processor that has them: Tests/ifma-probe compares every lane
# function and the kernel bit for bit with the same source over lanes in plain C. A control with a wrong instruction must be found, else
# the check would be blind. SEED makes other inputs.
set -euo pipefail
cd "$(dirname "$0")/.."
skip() { echo "skipped: the ifma kernel in an emulator, $*"; exit 0; }
[ "$(uname -m)" = x86_64 ] || skip "whose probe is built on x86-64 only"
scripts/install-dependencies.sh bochs || skip "for which bochs is not to be had"

work=$(mktemp -d "${TMPDIR:-/tmp}/marginproof-ifma.XXXXXX")
trap 'rm -rf "$work"' EXIT
# As the package is built, from the toolchain that builds it.
toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
flags=(
  -target x86_64-unknown-linux-gnu -O2 -fno-omit-frame-pointer -Wall -Wextra -Werror
  -ffreestanding -fno-pic -fno-stack-protector -fno-asynchronous-unwind-tables "-DSEED=${SEED:-1}"
  -I Sources/CKernels/include -I Tests/CKernelsInSoftware/include
)

compile() { # SOURCE OBJECT FLAGS
  "$toolchain/clang" "${flags[@]}" "${@:3}" -c "$1" -o "$2"
}

# The objects that do not know AVX512-IFMA, and those that do.
common=()
for source in Tests/ifma-probe/{boot.S,{machine,probe,software_lanes,textbook}.c} Tests/CKernelsInSoftware/software_ifma_kernel.c; do
  common+=("$work/$(basename "$source").o")
  compile "$source" "${common[-1]}"
done
link() { # FOLDER-OF-KERNELS ROM
  compile "$1/ifma_kernel.c" "$2.kernel.o"
  compile Tests/ifma-probe/real_lanes.c "$2.lanes.o" -I "$1"
  "$toolchain/ld.lld" -T Tests/ifma-probe/rom.ld -o "$2.elf" "${common[@]}" "$2.kernel.o" "$2.lanes.o" \
    "$("$toolchain/clang" --rtlib=compiler-rt -print-libgcc-file-name)"
  "$toolchain/llvm-objcopy" -O binary "$2.elf" "$2"
}

# What the probe prints, into `lines`. Bochs ends with an error always, so its status tells nothing; a processor's exception ends it
# too, and then the last line is missing.
run() { # ROM
  cat > "$work/bochsrc" <<END
config_interface: textconfig
display_library: term
plugin_ctrl: unmapped=1
romimage: file=$1
cpu: model=corei7_icelake_u, ips=100000000, reset_on_triple_fault=0
megs: 32
port_e9_hack: enabled=1
log: $work/bochs.log
panic: action=fatal
END
  local options=(-f "$work/bochsrc")
  # Where Bochs has its debugger built in, it waits for the word to continue.
  echo c > "$work/debugger"
  if [[ $(bochs --help 2>&1 < /dev/null) == *"-rc "* ]]; then options+=(-rc "$work/debugger"); fi
  TERM=linux timeout 600 bochs "${options[@]}" < /dev/null > "$work/output" 2>&1 || true
  sed -n 's/^ifma: //p' "$work/output" > "$work/lines"
  [ -s "$work/lines" ] || { echo "ifma: the probe did not run in bochs" >&2; tail -n 40 "$work/output" >&2; exit 1; }
}

cp -r Sources/CKernels "$work/wrong"
sed -i 's/_mm512_unpacklo_epi64/_mm512_unpackhi_epi64/' "$work/wrong/avx512_lanes.h"
link "$work/wrong" "$work/control.rom"
run "$work/control.rom"
if ! grep -q "^differs: lanes_interleave_even" "$work/lines"; then
  echo "ifma: a wrong instruction was not found: the check is blind" >&2
  cat "$work/lines" >&2
  exit 1
fi
echo "ifma: a wrong instruction, and found as it must be"

link Sources/CKernels "$work/probe.rom"
run "$work/probe.rom"
sed 's/^/ifma: /' "$work/lines"
if [ "$(tail -n 1 "$work/lines")" != "0 differences" ]; then
  echo "ifma: the kernel in the emulator did not give the bits that it must, SEED=${SEED:-1}" >&2
  tail -n 40 "$work/output" >&2
  exit 1
fi
