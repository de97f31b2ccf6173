import Attestation
import CanonicalJSON
import Foundation
import SystemCryptography
import Testing

@Suite("Merkle tree") struct MerkleTreeTests {
  /// The contents that RFC 6962 implementations are tested on, and the heads over their first 0 to 8.
  private static let contents = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
  ]
  private static let heads = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  private static func leaves(_ count: Int) throws -> [Digest] {
    try contents.prefix(count).map { MerkleTree.leaf(try #require([UInt8](hex: $0))) }
  }

  @Test("gives the known heads", arguments: 0...8) func heads(count: Int) throws {
    #expect(MerkleTree(leaves: try Self.leaves(count)).root.bytes.hex == Self.heads[count])
  }

  @Test("every leaf of every tree up to 70 leaves is proven, and at no other place") func proofs() throws {
    for count in 1...70 {
      let leaves = (0..<count).map { MerkleTree.leaf([UInt8($0)]) }
      let tree = MerkleTree(leaves: leaves)
      #expect(tree.count == count)
      for index in 0..<count {
        let proof = try #require(tree.inclusionProof(of: index))
        func root(_ leaf: Digest, _ index: Int, _ proof: [Digest]) -> Digest? {
          MerkleTree.root(leaf: leaf, index: UInt64(index), count: UInt64(count), proof: proof)
        }
        #expect(root(leaves[index], index, proof) == tree.root)
        #expect(root(leaves[(index + 1) % count], index, proof) != tree.root || count == 1)
        #expect(root(leaves[index], index, proof + [tree.root]) == nil)
        if !proof.isEmpty { #expect(root(leaves[index], index, Array(proof.dropLast())) == nil) }
        #expect(root(leaves[index], index + 1, proof) != tree.root)
      }
      #expect(tree.inclusionProof(of: count) == nil)
      #expect(tree.inclusionProof(of: -1) == nil)
    }
  }

  @Test("a node cannot stand for a leaf") func secondPreimage() throws {
    let leaves = try Self.leaves(2)
    let node = MerkleTree(leaves: leaves).root
    #expect(MerkleTree.leaf(leaves[0].bytes, leaves[1].bytes) != node)
  }

  @Test("agrees with the figures kept in fixtures") func fixtureVectors() throws {
    var file = try JSONFields(Fixture.json("attestation/merkle-inclusion.json"), at: "")
    let cases = try file.array("cases")
    #expect(cases.count == 13)
    for (index, json) in cases.enumerated() {
      var fields = try JSONFields(json, at: "cases[\(index)]")
      let leaf = Digest(bytes: [UInt8](hex: try fields.string("leaf")) ?? [])
      let proof = try fields.array("proof").map { Digest(bytes: [UInt8](hex: try $0.string(at: "proof")) ?? []) }
      let root = Digest(bytes: [UInt8](hex: try fields.string("root")) ?? [])
      let (position, count) = (try fields.integer("index"), try fields.integer("count"))
      #expect(Self.holds(leaf, UInt64(position), UInt64(count), proof, root) == (try fields.bool("holds")), "case \(index)")
    }
  }

  @Test(
    "agrees with the published vectors",
    .enabled(
      if: FileManager.default.fileExists(atPath: Fixture.sharedMerkle.path), "the RFC 6962 vectors are not beside the package"))
  func publishedVectors() throws {
    struct Vector: Decodable {
      let leafIdx, treeSize: UInt64
      let root, leafHash: String?
      let proof: [String]?
      let wantErr: Bool
    }
    let files = try #require(FileManager.default.enumerator(at: Fixture.sharedMerkle, includingPropertiesForKeys: nil))
    var seen = 0
    for case let file as URL in files where file.pathExtension == "json" {
      let vector = try JSONDecoder().decode(Vector.self, from: Data(contentsOf: file))
      func digest(_ text: String?) -> Digest? { Digest(bytes: [UInt8](base64: text ?? "") ?? []) }
      let holds = Self.holds(
        digest(vector.leafHash), vector.leafIdx, vector.treeSize, (vector.proof ?? []).map(digest), digest(vector.root))
      #expect(holds == !vector.wantErr, "\(file.path)")
      seen += 1
    }
    #expect(seen > 80)
  }

  private static func holds(_ leaf: Digest?, _ index: UInt64, _ count: UInt64, _ proof: [Digest?], _ root: Digest?) -> Bool {
    guard let leaf, let root, !proof.contains(nil) else { return false }
    return MerkleTree.root(leaf: leaf, index: index, count: count, proof: proof.compactMap { $0 }) == root
  }
}
