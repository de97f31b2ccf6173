// swift-tools-version: 6.0
import PackageDescription

// `make test` sets this: the project's own code builds without a single warning.
let strict = Context.environment["MARGINPROOF_STRICT"] != nil
let settings: [SwiftSetting] = strict ? [.unsafeFlags(["-warnings-as-errors"])] : []

let cSettings: [CSetting] = strict ? [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])] : []

/// A module of the project and the modules below it; arrows go down only.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "marginproof",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "marginproof", targets: ["marginproof"]),
    .executable(name: "proof-vectors", targets: ["proof-vectors"]),
    .library(name: "MarginVerifier", targets: ["MarginVerifier"]),
    .library(name: "MarginProver", targets: ["MarginProver"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    module("SystemCryptography", ["COpenSSL"]),
    module("CanonicalJSON", []),
    .target(name: "CKernels", cSettings: cSettings),
    module("Secp256k1", ["CKernels", "CSecp256k1", "SystemCryptography"]),
    module("ProofSystem", ["Secp256k1", "SystemCryptography"]),
    module("MarginModel", ["CanonicalJSON", "SystemCryptography", bigInt, yams]),
    module("CircuitCompiler", ["MarginModel", "ProofSystem", bigInt]),
    module("RiskEngine", ["MarginModel", "CanonicalJSON", "SystemCryptography"]),
    module("MarginOperations", ["CircuitCompiler", "RiskEngine", "MarginModel", "CanonicalJSON", bigInt]),
    module("Attestation", ["ProofSystem", "Secp256k1", "MarginModel", "CanonicalJSON", "SystemCryptography", yams]),
    module(
      "MarginVerifier",
      ["Attestation", "CircuitCompiler", "ProofSystem", "Secp256k1", "MarginModel", "CanonicalJSON", "SystemCryptography"]),
    module(
      "MarginProver",
      [
        "MarginVerifier", "Attestation", "CircuitCompiler", "ProofSystem", "Secp256k1", "MarginModel", "CanonicalJSON",
        "SystemCryptography",
      ]),
    .executableTarget(
      name: "marginproof",
      dependencies: [
        "MarginOperations", "MarginProver", "MarginVerifier", "RiskEngine", "Attestation", "CircuitCompiler", "ProofSystem",
        "Secp256k1", "MarginModel", "CanonicalJSON", "SystemCryptography", argumentParser,
      ], swiftSettings: settings),
    .executableTarget(
      name: "proof-vectors",
      dependencies: ["ProofSystem", "Secp256k1", "CanonicalJSON", "SystemCryptography"], swiftSettings: settings),
    .executableTarget(
      name: "marginproof-bench",
      dependencies: [
        "RiskEngine", "CircuitCompiler", "MarginModel", "ProofSystem", "Secp256k1", "SystemCryptography", "CSecp256k1",
        argumentParser,
      ], path: "Benchmarks/marginproof-bench", swiftSettings: settings),
    .executableTarget(
      name: "constant-time-probe", dependencies: ["Secp256k1", "SystemCryptography"], path: "Tests/constant-time-probe",
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "SystemCryptography", []),
    tests(of: "CanonicalJSON", ["TestSupport"]),
    // The kernels' sources over lanes in plain C; only tests use it.
    .target(name: "CKernelsInSoftware", dependencies: ["CKernels"], path: "Tests/CKernelsInSoftware", cSettings: cSettings),
    tests(of: "Secp256k1", ["CKernelsInSoftware", "CKernels", "CSecp256k1", "SystemCryptography", "CanonicalJSON", bigInt]),
    tests(
      of: "ProofSystem",
      ["TestSupport", "CKernelsInSoftware", "Secp256k1", "SystemCryptography", "CanonicalJSON", "proof-vectors", bigInt]),
    tests(of: "MarginModel", ["TestSupport", "CanonicalJSON", "SystemCryptography", bigInt]),
    tests(of: "CircuitCompiler", ["TestSupport", "MarginModel", "ProofSystem", "Secp256k1", "CanonicalJSON", bigInt]),
    tests(of: "RiskEngine", ["TestSupport", "MarginModel", "CanonicalJSON"]),
    tests(of: "MarginOperations", ["TestSupport", "CircuitCompiler", "RiskEngine", "MarginModel"]),
    tests(of: "Attestation", ["ProofSystem", "Secp256k1", "MarginModel", "CanonicalJSON", "SystemCryptography"]),
    tests(
      of: "MarginVerifier",
      [
        "MarginProver", "RiskEngine", "Attestation", "CircuitCompiler", "ProofSystem", "Secp256k1", "MarginModel", "CanonicalJSON",
        "SystemCryptography",
      ]),
    tests(
      of: "MarginProver",
      [
        "MarginVerifier", "RiskEngine", "Attestation", "CircuitCompiler", "ProofSystem", "Secp256k1", "MarginModel",
        "CanonicalJSON",
        "SystemCryptography",
      ]),
    .testTarget(
      name: "MarginproofTests", dependencies: ["CanonicalJSON", "marginproof", "proof-vectors"], swiftSettings: settings),
  ]
)
