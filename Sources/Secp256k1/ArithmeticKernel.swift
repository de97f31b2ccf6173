import CKernels
import Foundation

/// What adds points and takes square roots when there are many at a time. Every kernel gives the same values.
package enum ArithmeticKernel: Sendable {
  /// The Swift code of this module: for every machine.
  case portable
  /// Code in C for vectors of four or eight lanes.
  case lanes(LaneKernel)

  /// The kernel of this task: the process's, unless a test or a benchmark asks for another. The portable one if the wish for another in
  /// the environment cannot be met.
  @TaskLocal package static var current = (try? KernelChoice.ofProcess.get())?.kernel ?? .portable
}

/// The functions of a kernel in C.
///
/// They are C functions without state, so that any thread may call them.
package struct LaneKernel: @unchecked Sendable {
  /// What a processor must have for it; the fastest first.
  package enum Instructions: String, Sendable, CaseIterable, CustomStringConvertible {
    case ifma, fma

    package var description: String {
      switch self {
      case .ifma: "AVX512-IFMA"
      case .fma: "AVX2 with FMA"
      }
    }
  }

  package let instructions: Instructions
  let functions: lane_kernel

  package init(_ instructions: Instructions, _ functions: UnsafePointer<lane_kernel>) {
    self.instructions = instructions
    self.functions = functions.pointee
  }

  /// The kernels for which the processor and the operating system have the instructions, the fastest first.
  package static let supported: [LaneKernel] = Instructions.allCases.compactMap { instructions in
    switch instructions {
    case .ifma: ifma_kernel().map { LaneKernel(.ifma, $0) }
    case .fma: fma_kernel().map { LaneKernel(.fma, $0) }
    }
  }
}

/// A kernel, and why it is the one.
package struct KernelChoice: Sendable {
  package let kernel: ArithmeticKernel
  /// For people: the kernel's name and the reason.
  package let explanation: String

  /// The choice of this process, made once, by `MARGINPROOF_KERNEL` in its environment and by its processor.
  package static let ofProcess: Result<KernelChoice, KernelError> = {
    let wanted = ProcessInfo.processInfo.environment["MARGINPROOF_KERNEL"]
    return Result { () throws(KernelError) in try KernelChoice(wanted: wanted, supported: LaneKernel.supported) }
  }()

  /// The kernel of the name that is wanted, or the first of those that are supported if none is.
  package init(wanted: String?, supported: [LaneKernel]) throws(KernelError) {
    switch wanted {
    case nil:
      if let best = supported.first {
        self.init(.lanes(best), "\(best.instructions.rawValue), as the processor has \(best.instructions)")
      } else {
        let missing = LaneKernel.Instructions.allCases.map(\.description).joined(separator: " and ")
        self.init(.portable, "portable, as the processor lacks \(missing)")
      }
    case "portable": self.init(.portable, "portable, as MARGINPROOF_KERNEL asks")
    case let name?:
      guard let instructions = LaneKernel.Instructions(rawValue: name) else { throw .unknown(name) }
      guard let kernel = supported.first(where: { $0.instructions == instructions }) else { throw .notSupported(instructions) }
      self.init(.lanes(kernel), "\(name), as MARGINPROOF_KERNEL asks")
    }
  }

  private init(_ kernel: ArithmeticKernel, _ explanation: String) {
    self.kernel = kernel
    self.explanation = explanation
  }
}

/// Why there is no kernel as the environment asks.
package enum KernelError: Error, Equatable, CustomStringConvertible {
  case unknown(String)
  case notSupported(LaneKernel.Instructions)

  package var description: String {
    switch self {
    case .unknown(let name): "MARGINPROOF_KERNEL: \(name.debugDescription) is no kernel; give portable, fma or ifma, or unset it"
    case .notSupported(let instructions): "MARGINPROOF_KERNEL: this processor lacks \(instructions); give portable, or unset it"
    }
  }
}
