import Foundation
import Testing
import TestSupport

/// Runs the programs that were built with the tests.
enum Programs {
  /// The result of a run of a program.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The directory of the programs.
  ///
  /// Darwin's tests are a bundle in that folder; elsewhere they are a program of it.
  static let folder: URL = {
    let bundle = Bundle(for: Marker.self).bundleURL
    return bundle.pathExtension == "xctest" ? bundle.deletingLastPathComponent() : bundle
  }()

  private final class Marker {}

  static func path(_ name: String) -> String { folder.appending(path: name).path() }

  /// Runs a program to its end.
  ///
  /// The environment holds what is given, and the folders of `home`, so that nothing of the
  /// person who runs the tests is read or written.
  static func run(
    _ name: String, _ arguments: [String], home: TemporaryFolder,
    environment: [String: String] = [:], input: String = ""
  ) throws -> Outcome {
    try run(path: path(name), arguments, home: home, environment: environment, input: input)
  }

  static func run(
    path: String, _ arguments: [String], home: TemporaryFolder,
    environment: [String: String] = [:], input: String = ""
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = home.environment.merging(environment) { $1 }
    // Files, not pipes: a program that writes much never waits for its reader.
    let files = try ["input", "output", "errors"].map { try home.file("\($0)-\(UUID())") }
    try Data(input.utf8).write(to: files[0])
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}

extension TemporaryFolder {
  /// An empty file called `name`.
  func file(_ name: String) throws -> URL {
    let file = url.appending(path: name)
    try Data().write(to: file)
    return file
  }

  /// An environment whose directories are all here.
  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": url.path(), "XDG_CONFIG_HOME": path("config"), "XDG_CACHE_HOME": path("cache"),
      "LANG": "C.UTF-8", "XDG_STATE_HOME": path("state"), "SWIFT_BACKTRACE": "enable=no",
    ]
  }
}
