import MPQAPI
import MPQFiles
import Testing

@testable import MPQProgram

/// Secrets from files and commands.
struct ProfileSecretTests {
  // Kept for as long as the test runs, and its folder with it.
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// The contents of a file, and the secret.
  @Test(
    arguments: [
      ("abc", "abc"), ("abc\n", "abc"), ("abc\r\n", "abc"), ("äbc", "äbc"), ("abc\n\n", nil),
      (" abc", nil), ("abc def", nil), ("", nil), ("\n", nil), ("abc\0", nil),
    ] as [(String, String?)])
  func filesAreRead(text: String, secret: String?) throws {
    let path = try scratch.write(text, to: "secret")
    let found = try? Profile.secret(inFile: path)
    #expect(signature(found) == signature(secret.flatMap { Secret($0) }))
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o777])
  func sharedFilesAreRefused(mode: Int) throws {
    let path = try scratch.write(marked, to: "secret", mode: mode)
    #expect(throws: ProfileError.untrusted(path: path, .shared)) {
      try Profile.secret(inFile: path)
    }
  }

  @Test
  func largeFilesAreRefused() throws {
    let path = try scratch.write(
      String(repeating: "a", count: SecretText.byteLimit + 1), to: "secret")
    #expect(throws: ProfileError.unreadable(path: path, cause: "it is too large")) {
      try Profile.secret(inFile: path)
    }
  }

  @Test
  func missingFilesAreNamed() throws {
    let error = #expect(throws: ProfileError.self) {
      try Profile.secret(inFile: "/nowhere/secret")
    }
    #expect(error?.message == "cannot read /nowhere/secret: No such file or directory")
  }

  // MARK: - Commands

  @Test(arguments: [
    "echo abc", "printf abc", "printf 'abc\\nuser: me\\n'", "printf 'abc\\r\\n'",
    "x=abc; echo \"$x\"; echo more", "printf abc; sleep 0.01",
  ])
  func commandsAreAsked(command: String) async throws {
    let secret = try await SecretCommand.secret(command)
    #expect(signature(secret) == signature(Secret("abc")))
  }

  @Test(arguments: [
    ("echo \(marked); exit 3", SecretCommand.Failure.exited(3)),
    ("echo \(marked); kill -9 $$", .signalled(9)),
    ("true", .silent), ("echo; echo \(marked)", .silent),
    ("echo \(marked) and more", .notSecret), ("printf '\\377'", .notSecret),
    ("yes \(marked) | head -c 5000", .tooLong),
    ("no-such-command-of-mpq", .exited(127)),
  ])
  func commandsFail(command: String, failure: SecretCommand.Failure) async throws {
    let profile = Profile(
      origin: .file(name: "work", path: "p"), host: "a", api: .signed(key: "k"),
      secretSource: .command(command))
    let error = await #expect(throws: ProfileError.self) { try await profile.secret() }
    #expect(error == .command(title: "profile \"work\"", failure))
    let text = "\(error?.message ?? "") \(error?.hint ?? "") \(error as Any)"
    #expect(!text.contains(marked))
  }

  @Test
  func commandsMustEnd() async throws {
    await #expect(throws: SecretCommand.Failure.timedOut(seconds: 0)) {
      try await SecretCommand.secret("exec sleep 600", timeLimit: .milliseconds(50))
    }
  }

  // MARK: - One line

  @Test(
    arguments: [
      ("abc\n", "abc"), ("abc", "abc"), ("abc\r\ndef\n", "abc"), ("\nabc", nil), ("", nil),
    ] as [(String, String?)])
  func firstLines(text: String, secret: String?) {
    let line = SecretText(firstLineOf: Array(text.utf8))
    #expect(signature(line.secret) == signature(secret.flatMap { Secret($0) }))
    #expect(line.isEmpty == (secret == nil))
  }

  @Test
  func whatWasTypedIsHidden() {
    let line = SecretText(file: Array(marked.utf8))
    var text = "\(line) \(String(reflecting: line)) \([line])"
    dump(line, to: &text)
    #expect(!text.contains(marked) && !text.contains("\(marked.utf8.map { $0 })"))
  }

  /// A check of a secret's identity that does not show it.
  private func signature(_ secret: Secret?) -> String? {
    secret.map { Signature.text(of: "", secret: $0) }
  }
}
