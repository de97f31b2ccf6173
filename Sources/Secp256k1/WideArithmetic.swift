// Single-limb steps of multi-limb arithmetic. They wrap by construction and never trap; the compiler turns each into one or two
// machine instructions with a carry.

/// The low limb of a * b + addend + carry; the high limb becomes the carry. The sum cannot exceed 2^128 - 1.
@inlinable @inline(__always)
func multiplyAdd(_ a: UInt64, _ b: UInt64, _ addend: UInt64, _ carry: inout UInt64) -> UInt64 {
  let sum = wide(a) &* wide(b) &+ wide(addend) &+ wide(carry)
  carry = highLimb(sum)
  return lowLimb(sum)
}

/// The low limb of a + b + carry; the carry becomes 0 or 1 if it was.
@inlinable @inline(__always)
func addWithCarry(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
  let sum = wide(a) &+ wide(b) &+ wide(carry)
  carry = highLimb(sum)
  return lowLimb(sum)
}

/// The low limb of a - b - borrow, for a borrow of 0 or 1, which it becomes again.
@inlinable @inline(__always)
func subtractWithBorrow(_ a: UInt64, _ b: UInt64, _ borrow: inout UInt64) -> UInt64 {
  let difference = wide(a) &- wide(b) &- wide(borrow)
  borrow = highLimb(difference) & 1
  return lowLimb(difference)
}

@inlinable @inline(__always)
func wide(_ limb: UInt64) -> UInt128 { UInt128(truncatingIfNeeded: limb) }

@inlinable @inline(__always)
func lowLimb(_ value: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: value) }

@inlinable @inline(__always)
func highLimb(_ value: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: value &>> 64) }

/// All ones if the bit is 1, zero if it is 0; no other value makes sense.
@inlinable @inline(__always)
func mask(fromBit bit: UInt64) -> UInt64 { 0 &- bit }

/// 1 if the value is not zero, else 0. The optimiser may know it for a comparison; see ``opaque(_:)``.
@inlinable @inline(__always)
func nonZeroBit(_ value: UInt64) -> UInt64 { (value | (0 &- value)) &>> 63 }

/// The value, of which the optimiser knows nothing any more.
///
/// Where it sees that a mask has two values and what decides between them, it may turn a choice by that mask into a branch.
@inline(never) @_optimize(none)
func opaque(_ value: UInt64) -> UInt64 { value }

/// The low limb of a + b + carry, which becomes the carry out. May branch: for values that are public.
@inlinable @inline(__always)
func addVariableTime(_ a: UInt64, _ b: UInt64, _ carry: inout Bool) -> UInt64 {
  let (partial, first) = a.addingReportingOverflow(b)
  let (sum, second) = partial.addingReportingOverflow(bit(carry))
  // Never both.
  carry = first != second
  return sum
}

/// The low limb of a - b - borrow, which becomes the borrow out. May branch: for values that are public.
@inlinable @inline(__always)
func subtractVariableTime(_ a: UInt64, _ b: UInt64, _ borrow: inout Bool) -> UInt64 {
  let (partial, first) = a.subtractingReportingOverflow(b)
  let (difference, second) = partial.subtractingReportingOverflow(bit(borrow))
  // Never both.
  borrow = first != second
  return difference
}

/// 1 for true, 0 for false: by the value's bits, as a condition here keeps the compiler from using the processor's carry.
@inlinable @inline(__always)
func bit(_ value: Bool) -> UInt64 { UInt64(truncatingIfNeeded: unsafeBitCast(value, to: UInt8.self)) }
