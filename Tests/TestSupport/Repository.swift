package import Foundation

/// The repository of these tests.
package enum Repository {
  /// The folder of `Package.swift`.
  package static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of the file at `path` in the repository.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Whether tests rewrite the golden files instead of comparing with them; the diff is the review.
  package static let updatesGoldenFiles =
    ProcessInfo.processInfo.environment["MPQ_UPDATE_GOLDEN"] != nil
}
