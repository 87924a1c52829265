import Foundation
import MPQHTTP
import Synchronization

/// A server in a child process that answers every request in one way: see `Server/hostile.py`.
final class HostileServer: Sendable {
  /// The port on which it listens.
  let port: Int
  private let process: Mutex<Process>
  private let input: FileHandle
  private let lines: LineReader

  /// Starts one; `environment` and a certificate with its key where the behaviour needs them.
  init(
    _ behaviour: String, certificate: Certificate? = nil, environment: [String: String] = [:]
  ) async throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Server/hostile.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-I", "-S", script.path, behaviour]
    if let certificate { process.arguments? += [certificate.file, certificate.keyFile] }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.process = Mutex(process)
    self.input = input.fileHandleForWriting
    lines = LineReader(output.fileHandleForReading)
    guard let first = await lines.next(), let port = Int(first) else { throw StartError() }
    self.port = port
  }

  deinit {
    try? input.close()
  }

  /// Its URL.
  func base(scheme: String = "http", host: String = "127.0.0.1") throws -> BaseURL {
    try BaseURL("\(scheme)://\(host):\(port)")
  }

  /// Waits until it reports a line that begins with `start`.
  func wait(for start: String) async -> Bool {
    while let line = await lines.next() {
      if line.hasPrefix(start) { return true }
    }
    return false
  }

  /// Stops it; returns the reported requests that no test has read.
  func stop() async -> [String] {
    try? input.close()
    var requests: [String] = []
    while let line = await lines.next() {
      if line.hasPrefix("request ") { requests.append(String(line.dropFirst("request ".count))) }
    }
    process.withLock { $0.waitUntilExit() }
    return requests
  }

  private struct StartError: Error {}
}

/// The lines that a child process writes, read by a thread of its own.
private actor LineReader {
  private var iterator: AsyncStream<String>.Iterator

  init(_ handle: FileHandle) {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    iterator = stream.makeAsyncIterator()
    Thread.detachNewThread {
      var pending: [UInt8] = []
      while let data = try? handle.read(upToCount: 1), let byte = data.first {
        guard byte == UInt8(ascii: "\n") else {
          pending.append(byte)
          continue
        }
        continuation.yield(String(decoding: pending, as: UTF8.self))
        pending = []
      }
      continuation.finish()
    }
  }

  func next() async -> String? {
    var copy = iterator
    defer { iterator = copy }
    return await copy.next(isolation: self)
  }
}
