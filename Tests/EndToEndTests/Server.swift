import Foundation
import Testing
import TestSupport

/// A running mpqd, which ends with its owner.
final class Server {
  static let key = "key"
  static let secret = "marked-5ecret-0123456789"

  private let process = Process()
  let port: Int

  /// Serves the project at `path` on a free port.
  init(project path: String, home: TemporaryFolder, arguments: [String] = []) throws {
    process.executableURL = URL(filePath: Programs.path("mpqd"))
    process.arguments = [path, "--port", "0"] + arguments
    process.environment = home.environment.merging(Self.credentials) { $1 }
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    port = try #require(Self.port(from: pipe.fileHandleForReading), "mpqd did not start")
    // The log must be read, so that the server never waits for a reader.
    let log = pipe.fileHandleForReading
    Thread.detachNewThread { while !log.availableData.isEmpty {} }
  }

  deinit { stop() }

  /// Ends it by SIGTERM.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Waits for the line with the port; `nil` if the output ends before.
  private static func port(from handle: FileHandle) -> Int? {
    var text = ""
    while true {
      let data = handle.availableData
      guard !data.isEmpty else { return nil }
      text += String(decoding: data, as: UTF8.self)
      guard let match = text.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:(\d+)\//) else {
        continue
      }
      return Int(match.1)
    }
  }

  var host: String { "http://127.0.0.1:\(port)" }

  static let credentials = ["MPQ_API_KEY": key, "MPQ_API_SECRET": secret]

  /// The variables for mpq to use this server.
  var environment: [String: String] { Self.credentials.merging(["MPQ_HOST": host]) { $1 } }
}
