import CKernelsInSoftware
import Secp256k1

enum Kernels {
  /// The portable kernel, the lanes in plain C, and the real lanes that the processor has.
  static let all: [ArithmeticKernel] =
    [.portable, .lanes(LaneKernel(.ifma, software_ifma_kernel())), .lanes(LaneKernel(.fma, software_fma_kernel()))]
    + LaneKernel.supported.map { .lanes($0) }
}
