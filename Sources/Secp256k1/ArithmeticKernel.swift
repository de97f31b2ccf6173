import CKernels
import Foundation

/// What adds points and takes square roots when there are many at a time. Every kernel gives the same values.
package enum ArithmeticKernel: Sendable {
  /// The Swift code of this module: for every machine.
  case portable
  /// Code in C for vectors of eight lanes.
  case lanes(LaneKernel)

  /// The kernel of this task: the process's, unless a test or a benchmark asks for another. The portable one if the wish for another in
  /// the environment cannot be met.
  @TaskLocal package static var current = (try? KernelChoice.ofProcess.get())?.kernel ?? .portable
}

/// The functions of a kernel in C.
///
/// They are C functions without state, so that any thread may call them.
package struct LaneKernel: @unchecked Sendable {
  let functions: lane_kernel

  package init(_ functions: UnsafePointer<lane_kernel>) { self.functions = functions.pointee }

  /// AVX512-IFMA; nil where the processor or the operating system lacks it.
  package static let ifma = ifma_kernel().map { LaneKernel($0) }
}

/// A kernel, and why it is the one.
package struct KernelChoice: Sendable {
  package let kernel: ArithmeticKernel
  /// For people: the kernel's name and the reason.
  package let explanation: String

  /// The choice of this process, made once, by `MARGINPROOF_KERNEL` in its environment and by its processor.
  package static let ofProcess: Result<KernelChoice, KernelError> = {
    let wanted = ProcessInfo.processInfo.environment["MARGINPROOF_KERNEL"]
    return Result { () throws(KernelError) in try KernelChoice(wanted: wanted, ifma: .ifma) }
  }()

  /// The kernel of the name that is wanted, or the best there is if none is; `ifma` is what the processor has.
  package init(wanted: String?, ifma: LaneKernel?) throws(KernelError) {
    switch (wanted, ifma) {
    case ("portable", _): self.init(.portable, "portable, as MARGINPROOF_KERNEL asks")
    case ("ifma", let ifma?): self.init(.lanes(ifma), "ifma, as MARGINPROOF_KERNEL asks")
    case ("ifma", nil): throw .notSupported
    case (nil, let ifma?): self.init(.lanes(ifma), "ifma, as the processor has AVX512-IFMA")
    case (nil, nil): self.init(.portable, "portable, as the processor lacks AVX512-IFMA")
    case (let other?, _): throw .unknown(other)
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
  case notSupported

  package var description: String {
    switch self {
    case .unknown(let name): "MARGINPROOF_KERNEL: \(name.debugDescription) is no kernel; give portable or ifma, or unset it"
    case .notSupported: "MARGINPROOF_KERNEL: this processor lacks AVX512-IFMA; give portable, or unset it"
    }
  }
}
