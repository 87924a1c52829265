import Foundation
import Testing

/// The repository that this file stands in.
enum Repository {
  /// The folder of `Package.swift`.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The paths of the files that git tracks and that are there.
  static func trackedPaths() throws -> [String] {
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    // A clone may belong to another user than the one who tests.
    git.arguments = ["git", "-c", "safe.directory=*", "-C", root.path, "ls-files", "-z"]
    let output = Pipe()
    git.standardOutput = output
    try git.run()
    let listing = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    try #require(git.terminationStatus == 0, "git ls-files fails")
    return String(decoding: listing, as: UTF8.self).split(separator: "\0").map(String.init)
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
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
