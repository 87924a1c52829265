import Foundation
import Testing
import TestSupport

extension Repository {
  /// The paths of the files that git tracks and that are there.
  static func trackedPaths() throws -> [String] {
    let quoted = root.path.replacing("'", with: #"'\''"#)
    // The clone may belong to another user than the one who runs the tests.
    let listing = try output(of: "git -c safe.directory='*' -C '\(quoted)' ls-files -z")
    return listing.split(separator: "\0").map(String.init)
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
  }

  /// What a shell command writes to its standard output.
  ///
  /// Through `popen`: Foundation's `Process` notices the end of a child only where there is a
  /// loopback network, and without one waits for ever.
  private static func output(of command: String) throws -> String {
    let stream = try #require(popen(command, "r"))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    try #require(pclose(stream) == 0, "'\(command)' fails")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The tracked files that are text.
  static func textFiles() throws -> [SourceFile] {
    try trackedPaths().compactMap { path in
      let data = try Data(contentsOf: root.appending(path: path))
      guard let text = String(data: data, encoding: .utf8) else { return nil }
      return SourceFile(path: path, text: text)
    }
  }
}
