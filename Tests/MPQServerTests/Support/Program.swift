import Foundation
import MPQSQLite
import MPQStore
import TestSupport

/// The program `mpqd`, which was built with the tests.
final class Program {
  /// How a run ended.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// It ended, or wrote something else, before it listened.
  struct DoesNotListen: Error {
    var errors: String
  }

  private final class Marker {}

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors = Pipe()
  private var firstErrors = ""

  /// Its path.
  static var url: URL {
    // Darwin's tests are a bundle in the folder of the programs; elsewhere they are a program too.
    let bundle = Bundle(for: Marker.self).bundleURL
    let folder = bundle.pathExtension == "xctest" ? bundle.deletingLastPathComponent() : bundle
    return folder.appending(path: "mpqd")
  }

  /// Starts it with nothing in its environment but `environment`.
  init(
    _ arguments: [String], environment: [String: String] = [:], input text: String = ""
  ) throws {
    process.executableURL = Self.url
    process.arguments = arguments
    process.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
  }

  /// Waits for the line with its address, and returns the port.
  ///
  /// - Returns: The port.
  /// - Throws: ``DoesNotListen``.
  func port() throws -> Int {
    while !firstErrors.contains("\n") { try readErrors() }
    let match = try /mpqd: listening on http:\/\/127\.0\.0\.1:([0-9]+)\/api\/2\.0\/\n/
      .wholeMatch(in: firstErrors)
    guard let port = match.flatMap({ Int($0.output.1) }) else {
      throw DoesNotListen(errors: firstErrors)
    }
    return port
  }

  /// Waits for the line on standard error that says `what`, such as `metrics at`, and where.
  func announcedPort(_ what: String) throws -> Int {
    let line = try Regex(
      "\(what) http://127\\.0\\.0\\.1:([0-9]+)/.*\n", as: (Substring, Substring).self)
    while true {
      if let match = firstErrors.firstMatch(of: line), let port = Int(match.1) { return port }
      try readErrors()
    }
  }

  /// Waits for a text on standard error.
  func wait(for text: String) throws {
    while !firstErrors.contains(text) { try readErrors() }
  }

  private func readErrors() throws {
    let data = errors.fileHandleForReading.availableData
    guard !data.isEmpty else { throw DoesNotListen(errors: firstErrors) }
    firstErrors += String(decoding: data, as: UTF8.self)
  }

  /// Its output to standard error, as far as it was waited for.
  var seenErrors: String { firstErrors }

  /// Sends it a signal.
  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits for its end.
  func outcome() -> Outcome {
    let output = output.fileHandleForReading.readDataToEndOfFile()
    let errors = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: firstErrors + String(decoding: errors, as: UTF8.self))
  }
}

/// A folder with an empty project, removed with its owner.
struct ProjectFolder {
  private let folder: TemporaryFolder

  var url: URL { folder.url }

  /// The project's file.
  var project: String { path("empty.mpqdb") }

  init() throws {
    folder = try TemporaryFolder()
    try Project.create(at: project, timeZone: "Europe/Berlin").close()
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// Writes `text` to a file with these permissions; returns its path.
  func file(_ name: String, _ text: String, mode: Int) throws -> String {
    try folder.write(text, to: name, mode: mode)
  }
}
