import Foundation
import Secp256k1
import SystemCryptography

// Run under valgrind's memcheck (scripts/check-constant-time.sh): a secret is memory that was never written, so that memcheck reports
// every branch and every address that depends on it. A plain run shows nothing.

/// What is done with the secret, by name: what must be constant time, and controls that leak and must be reported.
let probes: [(name: String, isLeak: Bool, run: () -> Void)] = [
  ("multiplication", false, { keep(AffinePoint.generator.multiplied(bySecret: Secret.scalar())) }),
  (
    "signature", false,
    {
      // A point k G and a response k + e d, as in Schnorr's protocol.
      let nonce = Secret.scalar()
      keep(AffinePoint.generator.multiplied(bySecret: nonce))
      keep((nonce + Scalar(0xC0FFEE) * Secret.scalar()).bytes)
    }
  ),
  (
    "scalars", false,
    {
      let (a, b) = (Secret.scalar(), Secret.scalar())
      keep([a + b, a - b, -a, a * b, a.squared()].map(\.bytes))
    }
  ),
  (
    "secret-sum", false,
    { keep(MultiScalarMultiplication.sum(secret: [Secret.scalar(), Secret.scalar()], [.generator, -.generator])) }
  ),
  ("occurrences", false, { keep(ConstantTime.bit(Int(Secret.bytes(1)[0]), equals: 3)) }),
  ("comparison", false, { keep(ConstantTime.areEqual(Secret.bytes(32), Secret.bytes(32))) }),
  ("inverse", true, { keep(Secret.scalar().inverseVariableTime()) }),
  ("sum", true, { keep(MultiScalarMultiplication.sumVariableTime([Secret.scalar()], [.generator])) }),
  ("branch", true, { if Secret.bytes(1)[0] & 1 == 1 { keep("odd") } else { keep("even") } }),
]

enum Secret {
  /// Bytes of fresh memory, read and never written. Not inlined, so that the optimiser takes them for what they may become.
  @inline(never)
  static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { _, written in written = count }
  }

  static func scalar() -> Scalar { Scalar(reducing: bytes(64)) }
}

/// Keeps the optimiser from leaving out the work that made a value.
@inline(never)
func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }

switch CommandLine.arguments.dropFirst().first {
case "list":
  for probe in probes { print(probe.name, probe.isLeak ? "leaks" : "constant") }
case let name?:
  guard let probe = probes.first(where: { $0.name == name }) else {
    FileHandle.standardError.write(Data("constant-time-probe: \(name): no such probe; list shows all\n".utf8))
    exit(2)
  }
  probe.run()
case nil:
  FileHandle.standardError.write(Data("constant-time-probe: give list, or a probe's name\n".utf8))
  exit(2)
}
