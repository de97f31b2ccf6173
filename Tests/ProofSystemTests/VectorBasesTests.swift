import ProofSystem
import Testing

/// The known answers reach every base and every way to bound positions that a compiler chooses from.
@Suite("Bases of the known answers")
struct VectorBasesTests {
  @Test("every base from 2^1 to 2^12, direct and projected bounds, one column, one row") func bases() throws {
    let programs = try Fixture.accepted.map { try Fixture($0).program }
    #expect(Set(programs.filter { $0.projection == nil }.map(\.baseBits)).isSuperset(of: 1...12))
    #expect(Set(programs.filter { $0.projection != nil }.map(\.baseBits)).isSuperset(of: [1, 2, 4, 7, 8, 10, 12]))
    #expect(programs.contains { $0.columns.count == 1 && $0.rows.count == 1 && $0.projection == nil })
    #expect(programs.contains { $0.columns.count == 1 && $0.rows.count == 1 && $0.projection != nil })
  }
}
