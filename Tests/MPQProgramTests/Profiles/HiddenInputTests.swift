import Foundation
import MPQFiles
import MPQShell
import Testing

@testable import MPQProgram

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line typed into a terminal of our own, which does not show it.
@Suite(.serialized)
struct HiddenInputTests {
  /// Both ends of a pseudo-terminal.
  private struct Pair {
    let person: Int32
    let program: Int32

    init() throws {
      var ends: (person: Int32, program: Int32) = (-1, -1)
      try #require(openpty(&ends.person, &ends.program, nil, nil, nil) == 0)
      (person, program) = ends
    }

    func close() {
      _ = [person, program].map { mpqTestsClose($0) }
    }

    /// The screen once it shows `text`.
    func screen(until text: String) throws -> String {
      var shown: [UInt8] = []
      while !String(decoding: shown, as: UTF8.self).contains(text) {
        var byte: UInt8 = 0
        try #require(read(person, &byte, 1) == 1)
        shown.append(byte)
      }
      return String(decoding: shown, as: UTF8.self)
    }

    var isEchoing: Bool {
      var settings = termios()
      return tcgetattr(program, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }
  }

  /// The typed bytes, and the resulting line; 0x04 at the start ends the input.
  @Test(arguments: [
    ("\(marked)\n", marked), ("wrong\u{15}right\n", "right"), ("abx\u{7f}c\n", "abc"),
    ("\u{04}", ""), ("\n", ""),
  ])
  func linesAreNotShown(keys: String, line: String) async throws {
    let pair = try Pair()
    defer { pair.close() }
    #expect(pair.isEchoing)
    let program = pair.program
    async let result = onThread {
      Result { try HiddenInput.readLine("secret: ", limit: 1024, from: program, output: program) }
    }
    let screen = try await onThread {
      Result {
        let prompt = try pair.screen(until: "secret: ")
        #expect(!pair.isEchoing)
        try FileSystem.write(Array(keys.utf8), to: pair.person)
        return try prompt + pair.screen(until: "\n")
      }
    }.get()
    #expect(try await result.get() == Array(line.utf8))
    #expect(screen == "secret: \r\n")
    #expect(pair.isEchoing)
  }

  @Test
  func pipesAreNoTerminals() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { _ = ends.map { mpqTestsClose($0) } }
    let reader = ends[0]
    #expect(throws: SystemError(code: ENOTTY)) {
      try HiddenInput.readLine("secret: ", limit: 1024, from: reader, output: reader)
    }
  }

  @Test(arguments: [
    ("abc\ndef", "abc\ndef"), ("abc", "abc"), ("", ""),
  ])
  func pipesGiveTheirFirstLine(text: String, bytes: String) throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    try FileSystem.write(Array(text.utf8), to: ends[1])
    // The writer of a line need not close the pipe.
    if !text.contains("\n") { mpqTestsClose(ends[1]) }
    #expect(try SecretPrompt.firstLine(of: ends[0]) == Array(bytes.utf8))
    if text.contains("\n") { mpqTestsClose(ends[1]) }
    mpqTestsClose(ends[0])
  }

  /// Runs blocking work on a new thread, because Swift's task threads are few.
  private func onThread<Value: Sendable>(
    _ work: @escaping @Sendable () -> Result<Value, any Error>
  ) async -> Result<Value, any Error> {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: work()) }.start()
    }
  }
}

@discardableResult
private func mpqTestsClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
