import MPQAPI
import Testing

@testable import MPQServer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The key file: its text and its permissions.
struct KeyFileTests {
  @Test func readsKeysInTheirOrder() throws {
    let text = "# ours\n\nfirst  s3cret\n  second\tother 2026-11-24\r\n #third x y z\nfirst new\n"
    let entries = try KeyFile.entries(in: Array(text.utf8))
    #expect(entries.map(\.credentials.key) == ["first", "second", "first"])
    #expect(entries.map { $0.added?.description } == [nil, "2026-11-24", nil])
  }

  @Test(arguments: [
    ("key\n", KeyFile.Problem.badLine(1)),
    ("\nkey secret more\n", .badLine(2)),
    ("key secret 2026-02-30\n", .badLine(1)),
    ("key secret 2026-11-24 more\n", .badLine(1)),
    ("käse secret\n", .badLine(1)),
    ("key se\u{7f}cret\n", .badLine(1)),
    ("key = secret\n", .badLine(1)),
    ("key a\nother b\nkey a\n", .repeatedSecret(line: 3)),
    ("key a\nkey b\nkey c\n", .tooManySecrets(line: 3)),
  ])
  func refuses(_ text: String, _ problem: KeyFile.Problem) {
    #expect(throws: problem) { try KeyFile.entries(in: Array(text.utf8)) }
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(throws: KeyFile.Problem.badLine(1)) {
      try KeyFile.entries(in: Array("key ".utf8) + [0xff])
    }
  }

  @Test(arguments: [mode_t(0o600), 0o400])
  func readsAFileOfTheOwnersAlone(mode: mode_t) throws {
    try withFile("key secret\n", mode: mode) { path in
      let keys = try KeyFile.read(path: path).map(\.key)
      #expect(keys == ["key"])
    }
  }

  @Test(arguments: [mode_t(0o644), 0o640, 0o604, 0o620, 0o610])
  func refusesASharedFile(mode: mode_t) throws {
    try withFile("key secret\n", mode: mode) { path in
      #expect(throws: KeyFile.Problem.shared) { try KeyFile.read(path: path) }
    }
  }

  @Test(arguments: ["", "# key secret\n"])
  func refusesAFileWithoutKeys(_ text: String) throws {
    try withFile(text, mode: 0o600) { path in
      #expect(throws: KeyFile.Problem.noKey) { try KeyFile.read(path: path) }
    }
  }

  @Test func refusesALargeFile() throws {
    let line = "# nothing to see here\n"
    let text = String(repeating: line, count: KeyFile.byteLimit / line.utf8.count + 1)
    try withFile(text, mode: 0o600) { path in
      #expect(throws: KeyFile.Problem.tooLarge) { try KeyFile.read(path: path) }
    }
  }

  @Test func refusesWhatIsNoFile() {
    #expect(throws: KeyFile.Problem.notAFile) { try KeyFile.read(path: ".") }
    #expect(throws: KeyFile.Problem.notAFile) { try KeyFile.read(path: "/dev/null") }
    #expect(throws: KeyFile.Problem.unreadable(code: ENOENT)) {
      try KeyFile.read(path: "no such file")
    }
  }

  /// A new file with `text`, for as long as `body` runs.
  private func withFile(_ text: String, mode: mode_t, body: (String) throws -> Void) throws {
    var name = Array("mpq-keys-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    try #require(descriptor >= 0)
    let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer {
      close(descriptor)
      unlink(path)
    }
    let bytes = Array(text.utf8)
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    try #require(fchmod(descriptor, mode) == 0)
    try body(path)
  }
}
