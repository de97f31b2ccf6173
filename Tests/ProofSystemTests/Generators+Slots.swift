import ProofSystem
import Secp256k1

extension Generators {
  /// The generators of every slot of a program's two vectors, in the layout's order.
  static func slots(of layout: Layout, columns: [String]) -> (digits: [AffinePoint], linear: [AffinePoint]) {
    let digitMasks = first(layout.digitBlocks, of: .digitMask)
    let digits = first(layout.digitSlotCount - layout.digitBlocks, of: .digit)
    let linearMasks = first(layout.linearBlocks, of: .linearMask)
    let errors = first(Layout.errorCount, of: .error)
    let multiplicities = first(layout.base, of: .multiplicity)
    let positions = positions(columns)
    return (
      (0..<layout.digitSlotCount).map { slot in
        switch layout.digitSlot(slot) {
        case .mask(let block): digitMasks[block]
        case .digit(let index): digits[index]
        }
      },
      (0..<layout.linearSlotCount).map { slot in
        switch layout.linearSlot(slot) {
        case .mask(let block): linearMasks[block]
        case .error(let index): errors[index]
        case .multiplicity(let value): multiplicities[value]
        case .position(let column): positions[column]
        }
      }
    )
  }
}
