import Foundation

/// Reads whole files, and writes them so that no reader ever sees a half-written one.
enum Files {
  /// No input of this command is larger; a risk file of 4,096 instruments and 1,000 scenarios takes some 60 MB.
  static let largestInput = 512 << 20

  /// The bytes of a regular file.
  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure.couldNotRun("\(path): \(reason()); check the path") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw CommandFailure.couldNotRun("\(path): \(reason())") }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw CommandFailure.couldNotRun("\(path): is a folder; name a file") }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw CommandFailure.couldNotRun("\(path): \(reason())") }
      if count == 0 { return bytes }
      guard bytes.count + count <= largestInput else {
        throw CommandFailure.couldNotRun("\(path): is larger than \(largestInput >> 20) MiB; this is not a file of marginproof's")
      }
      bytes += buffer[..<count]
    }
  }

  /// Writes a file in one step: a temporary file beside it, flushed to the disk, then renamed over it.
  ///
  /// - Parameters:
  ///   - secret: readable by the owner alone, and never written over an existing file: a lost key or opening is lost for good.
  ///   - privately: readable by the owner alone.
  static func write(_ bytes: [UInt8], to path: String, secret: Bool = false, privately: Bool = false) throws {
    if secret { try refuseExisting(path) }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, secret || privately ? 0o600 : 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure.couldNotRun(
        "\(path): cannot be written: \(reason()); choose a folder that exists and that you may write to")
    }
    var finished = false
    defer { if !finished { unlink(temporary) } }
    do {
      defer { close(descriptor) }
      var written = 0
      while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw CommandFailure.couldNotRun("\(path): cannot be written: \(reason())") }
        written += count
      }
      guard fsync(descriptor) == 0 else { throw CommandFailure.couldNotRun("\(path): cannot be written: \(reason())") }
    }
    if secret {
      // link() fails where a file has appeared in the meantime, rename() would replace it.
      guard link(temporary, path) == 0 else { throw CommandFailure.couldNotRun("\(path): cannot be written: \(reason())") }
      return
    }
    guard rename(temporary, path) == 0 else { throw CommandFailure.couldNotRun("\(path): cannot be written: \(reason())") }
    finished = true
  }

  /// Takes a file away that this command has just written.
  static func remove(_ path: String) { unlink(path) }

  /// Refuses a path that is taken, before any work is done for it.
  static func refuseExisting(_ path: String) throws {
    guard access(path, F_OK) != 0 else {
      throw CommandFailure.couldNotRun("\(path): exists; secrets are never overwritten: move it away or choose another name")
    }
  }

  /// The paths of the regular files directly in a folder whose names end as given, sorted.
  static func list(_ folder: String, suffix: String) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw CommandFailure.couldNotRun("\(folder): is not a folder that can be read; check the path")
    }
    return names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
      .filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      }
  }

  private static func reason() -> String { String(cString: strerror(errno)).lowercased() }
}
