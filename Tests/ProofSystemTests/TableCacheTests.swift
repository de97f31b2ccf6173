import Foundation
import ProofSystem
import Secp256k1
import Testing

@Suite("Tables kept on disk")
struct TableCacheTests {
  static let names = ["first", "second", "third"]
  static let points = names.map(Generators.point(named:))

  /// A folder that goes when the test ends.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("table-cache-\(UUID().uuidString)", isDirectory: true)
    var cache: TableCache { TableCache(folder: url) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func file() throws -> URL {
      let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      #expect(files.count == 1)
      return try #require(files.first)
    }
  }

  /// The table, and whether it had to be made.
  private static func table(_ cache: TableCache, names: [String] = names) -> (table: PointTable, isMade: Bool) {
    var isMade = false
    let table = cache.table(of: names) {
      isMade = true
      return names.map(Generators.point(named:))
    }
    return (table, isMade)
  }

  private static func isSound(_ table: PointTable) -> Bool {
    let scalars = [Scalar(7), -.one, Scalar(.max) * Scalar(.max)]
    let sum = MultiScalarMultiplication.sumVariableTime([.init(table, scalars)], [], [])
    return table.points == points && sum == MultiScalarMultiplication.sumVariableTime(scalars, points)
  }

  @Test("a table is made once, and mapped from then on")
  func kept() throws {
    let folder = Folder()
    let first = Self.table(folder.cache)
    #expect(first.isMade && Self.isSound(first.table))
    let second = Self.table(folder.cache)
    #expect(!second.isMade && Self.isSound(second.table))
    #expect(Self.table(folder.cache, names: ["first", "third", "second"]).isMade)
    #expect(Self.table(folder.cache, names: ["firs", "tsecond", "third"]).isMade)
  }

  @Test("a damaged file is made again")
  func damaged() throws {
    let folder = Folder()
    _ = Self.table(folder.cache)
    let file = try folder.file()
    let sound = try Data(contentsOf: file)
    for place in Array(0..<140) + [200, 4095, 4096, 4097, sound.count / 2, sound.count - 1] {
      var data = sound
      data[place] ^= 0x10
      try data.write(to: file)
      let result = Self.table(folder.cache)
      #expect(result.isMade && Self.isSound(result.table), "byte \(place)")
      #expect(try Data(contentsOf: file) == sound, "byte \(place)")
    }
    for data in [Data(), sound.dropLast(), sound + [0], sound.prefix(4096)] {
      try data.write(to: file)
      #expect(Self.table(folder.cache).isMade, "\(data.count) bytes")
      #expect(!Self.table(folder.cache).isMade)
    }
  }

  @Test("a file that others may write, or that is a link, is not read")
  func untrusted() throws {
    let folder = Folder()
    _ = Self.table(folder.cache)
    let file = try folder.file()
    for mode in [0o620, 0o602, 0o666] {
      #expect(chmod(file.path, mode_t(mode)) == 0)
      #expect(Self.table(folder.cache).isMade)
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
    let elsewhere = folder.url.appendingPathComponent("elsewhere")
    try FileManager.default.moveItem(at: file, to: elsewhere)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
    #expect(Self.table(folder.cache).isMade)
  }

  @Test("the tables used longest ago go first when there are too many")
  func pruned() throws {
    let folder = Folder()
    // Room for two tables of three points.
    let cache = TableCache(folder: folder.url, byteLimit: 20_000)
    let lists = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    for (age, names) in lists.prefix(2).enumerated() {
      _ = Self.table(cache, names: names)
      for file in try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil) {
        let date = try #require(try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date)
        try FileManager.default.setAttributes(
          [.modificationDate: date.addingTimeInterval(-1000 - Double(age))], ofItemAtPath: file.path)
      }
    }
    // The first is used again, so the second is the oldest.
    #expect(!Self.table(cache, names: lists[0]).isMade)
    #expect(Self.table(cache, names: lists[2]).isMade)
    #expect(!Self.table(cache, names: lists[0]).isMade)
    #expect(!Self.table(cache, names: lists[2]).isMade)
    #expect(Self.table(cache, names: lists[1]).isMade)
  }

  @Test("without a folder, or with one that cannot be, tables are made each time")
  func nowhere() throws {
    let folder = Folder()
    try Data().write(to: folder.url)
    for url in [nil, folder.url, folder.url.appending(path: "deeper")] {
      for _ in 0..<2 {
        let result = Self.table(TableCache(folder: url))
        #expect(result.isMade && Self.isSound(result.table))
      }
    }
  }
}
