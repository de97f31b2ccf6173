import CKernelsInSoftware
import Secp256k1

enum Kernels {
  /// The portable kernel, the lanes in plain C, and the real lanes where the processor has them.
  static let all: [ArithmeticKernel] =
    [.portable, .lanes(LaneKernel(software_kernel()))] + (LaneKernel.ifma.map { [.lanes($0)] } ?? [])
}
