import Foundation
import Secp256k1
import SystemCryptography

// The file of a list of names, integers in the machine's order, as the rows are:
//
//     header, one page: "marginproof table v1", rows a point: 8, byte order mark: 8, key: 32, digest of the rows: 32, zeros
//     rows of every point
//
// The key is the SHA-256 of the header's constants and all names, and names the file.

/// Tables of generators kept in files, so that a later process maps them instead of making them.
///
/// A file that is damaged, of another version, or that others than its owner may write, is made again. Whoever can write to the
/// folder as the user can also forge its tables: they are as trustworthy as the user's own programs. Where files cannot be written,
/// tables are made in memory each time.
package struct TableCache: Sendable {
  /// Nil for a cache that keeps nothing.
  package let folder: URL?

  /// What all files together may take.
  private let byteLimit: Int

  package init(folder: URL?, byteLimit: Int = 256 << 20) {
    self.folder = folder
    self.byteLimit = byteLimit
  }

  /// The folder named by `MARGINPROOF_CACHE`, none if that is `off`; else `marginproof` in the user's cache folder.
  static let user: TableCache = {
    switch ProcessInfo.processInfo.environment["MARGINPROOF_CACHE"] {
    case "off": return TableCache(folder: nil)
    case let path? where !path.isEmpty: return TableCache(folder: URL(fileURLWithPath: path, isDirectory: true))
    default:
      let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
      return TableCache(folder: caches?.appendingPathComponent("marginproof", isDirectory: true))
    }
  }()

  private static let fileExtension = "points"
  private static let headerByteCount = 4096
  private static let magic = Array("marginproof table v1".utf8)
  private static let byteOrderMark: UInt64 = 0x0102_0304_0506_0708

  /// The table of the named points, from its file if that is sound; else of `make`'s points, and kept.
  package func table(of names: [String], make: () -> [AffinePoint]) -> PointTable {
    guard let folder, !names.isEmpty else { return PointTable(make()) }
    let key = Self.key(of: names)
    let file = folder.appendingPathComponent("\(key.bytes.hex).\(Self.fileExtension)")
    if let table = Self.read(file, key: key, count: names.count) { return table }
    let table = PointTable(make())
    // A table that cannot be kept is made again next time.
    try? Self.write(table, key: key, to: file)
    prune()
    return table
  }

  private static func key(of names: [String]) -> Digest {
    var hash = SHA256()
    hash.update(constants)
    hash.update(Generators.domain)
    hash.update(Generators.digest(of: names).bytes)
    return hash.digest()
  }

  private static var constants: [UInt8] {
    magic + [UInt64(PointTable.rowCount), byteOrderMark].flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
  }

  private static func header(key: Digest, rows: Digest) -> [UInt8] {
    let content = constants + key.bytes + rows.bytes
    return content + [UInt8](repeating: 0, count: headerByteCount - content.count)
  }

  private static func read(_ file: URL, key: Digest, count: Int) -> PointTable? {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    let size = headerByteCount + count * PointTable.byteCountPerPoint
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & (S_IWGRP | S_IWOTH) == 0, status.st_size == size,
      let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    let rows = UnsafeRawBufferPointer(start: start + headerByteCount, count: size - headerByteCount)
    var hash = SHA256()
    hash.update(rows)
    let expected = header(key: key, rows: hash.digest())
    guard UnsafeRawBufferPointer(start: start, count: headerByteCount).elementsEqual(expected) else {
      munmap(start, size)
      return nil
    }
    // The time of the last use decides what is pruned.
    futimens(descriptor, nil)
    return PointTable(uncheckedRows: PointStorage(rows) { munmap(start, size) })
  }

  /// Removes the tables used longest ago while all together are too large. A table in use stays mapped.
  private func prune() {
    let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
    guard let folder,
      let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))
    else { return }
    let tables = files.filter { $0.pathExtension == Self.fileExtension }.compactMap { file in
      (try? file.resourceValues(forKeys: keys)).map { (file, $0.fileSize ?? 0, $0.contentModificationDate ?? .distantPast) }
    }
    var total = tables.reduce(0) { $0 + $1.1 }
    for (file, size, _) in tables.sorted(by: { $0.2 < $1.2 }) where total > byteLimit {
      try? FileManager.default.removeItem(at: file)
      total -= size
    }
  }

  /// Writes to a temporary name first, so that no reader sees half a file.
  private static func write(_ table: PointTable, key: Digest, to file: URL) throws {
    let folder = file.deletingLastPathComponent()
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let temporary = folder.appendingPathComponent("." + SystemRandom.bytes(16).hex)
    let data = table.withBytes { rows in
      var hash = SHA256()
      hash.update(rows)
      var data = Data(header(key: key, rows: hash.digest()))
      data.append(contentsOf: rows)
      return data
    }
    defer { unlink(temporary.path) }
    try data.write(to: temporary, options: .withoutOverwriting)
    guard chmod(temporary.path, 0o600) == 0, rename(temporary.path, file.path) == 0 else { return }
  }
}
