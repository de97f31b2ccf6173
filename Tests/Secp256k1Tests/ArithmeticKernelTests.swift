import CKernelsInSoftware
import Secp256k1
import Synchronization
import Testing

@Suite("The choice of the kernel")
struct ArithmeticKernelTests {
  private static let eight = LaneKernel(.ifma, software_ifma_kernel())
  private static let four = LaneKernel(.fma, software_fma_kernel())

  private static func explanation(_ wanted: String?, _ supported: [LaneKernel]) throws -> String {
    try KernelChoice(wanted: wanted, supported: supported).explanation
  }

  @Test("the processor chooses, and the environment overrides")
  func choice() throws {
    #expect(try Self.explanation(nil, []) == "portable, as the processor lacks AVX512-IFMA and AVX2 with FMA")
    #expect(try Self.explanation(nil, [Self.four]) == "fma, as the processor has AVX2 with FMA")
    #expect(try Self.explanation(nil, [Self.eight, Self.four]) == "ifma, as the processor has AVX512-IFMA")
    #expect(try Self.explanation("portable", [Self.eight, Self.four]) == "portable, as MARGINPROOF_KERNEL asks")
    #expect(try Self.explanation("portable", []) == "portable, as MARGINPROOF_KERNEL asks")
    #expect(try Self.explanation("fma", [Self.eight, Self.four]) == "fma, as MARGINPROOF_KERNEL asks")
    #expect(try Self.explanation("ifma", [Self.eight, Self.four]) == "ifma, as MARGINPROOF_KERNEL asks")
  }

  @Test("a wish that cannot be met is an error of one line")
  func refusals() {
    #expect(throws: KernelError.notSupported(.ifma)) { try KernelChoice(wanted: "ifma", supported: [Self.four]) }
    #expect(throws: KernelError.notSupported(.fma)) { try KernelChoice(wanted: "fma", supported: []) }
    for name in ["", "IFMA", "avx2", "portable "] {
      #expect(throws: KernelError.unknown(name)) { try KernelChoice(wanted: name, supported: []) }
      #expect(throws: KernelError.unknown(name)) { try KernelChoice(wanted: name, supported: [Self.eight, Self.four]) }
    }
    for error in [KernelError.notSupported(.fma), .notSupported(.ifma), .unknown("avx2\n")] {
      #expect(error.description.hasPrefix("MARGINPROOF_KERNEL: "))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("kernels are offered the fastest first, and none twice")
  func order() {
    let offered = LaneKernel.supported.map(\.instructions)
    #expect(offered == LaneKernel.Instructions.allCases.filter(offered.contains))
  }

  @Test("tasks on other threads keep the kernel of their caller")
  func inheritance() {
    let inLanes = Mutex(0)
    ArithmeticKernel.$current.withValue(.lanes(Self.eight)) {
      Cores.$threadCount.withValue(2) {
        Cores.forEach(4) { _ in
          if case .lanes = ArithmeticKernel.current { inLanes.withLock { $0 += 1 } }
        }
      }
    }
    #expect(inLanes.withLock { $0 } == 4)
  }
}
