import CKernelsInSoftware
import Secp256k1
import Synchronization
import Testing

@Suite("The choice of the kernel")
struct ArithmeticKernelTests {
  private static let some = LaneKernel(software_kernel())

  private static func explanation(_ wanted: String?, _ ifma: LaneKernel?) throws -> String {
    try KernelChoice(wanted: wanted, ifma: ifma).explanation
  }

  @Test("the processor chooses, and the environment overrides")
  func choice() throws {
    #expect(try Self.explanation(nil, nil) == "portable, as the processor lacks AVX512-IFMA")
    #expect(try Self.explanation(nil, Self.some) == "ifma, as the processor has AVX512-IFMA")
    #expect(try Self.explanation("portable", Self.some) == "portable, as MARGINPROOF_KERNEL asks")
    #expect(try Self.explanation("portable", nil) == "portable, as MARGINPROOF_KERNEL asks")
    #expect(try Self.explanation("ifma", Self.some) == "ifma, as MARGINPROOF_KERNEL asks")
  }

  @Test("a wish that cannot be met is an error of one line")
  func refusals() {
    #expect(throws: KernelError.notSupported) { try KernelChoice(wanted: "ifma", ifma: nil) }
    for name in ["", "IFMA", "avx2", "portable "] {
      #expect(throws: KernelError.unknown(name)) { try KernelChoice(wanted: name, ifma: nil) }
      #expect(throws: KernelError.unknown(name)) { try KernelChoice(wanted: name, ifma: Self.some) }
    }
    for error in [KernelError.notSupported, .unknown("avx2\n")] {
      #expect(error.description.hasPrefix("MARGINPROOF_KERNEL: "))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("tasks on other threads keep the kernel of their caller")
  func inheritance() {
    let inLanes = Mutex(0)
    ArithmeticKernel.$current.withValue(.lanes(Self.some)) {
      Cores.$threadCount.withValue(2) {
        Cores.forEach(4) { _ in
          if case .lanes = ArithmeticKernel.current { inLanes.withLock { $0 += 1 } }
        }
      }
    }
    #expect(inLanes.withLock { $0 } == 4)
  }
}
