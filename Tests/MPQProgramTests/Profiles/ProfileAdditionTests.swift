import Foundation
import MPQAPI
import MPQFiles
import Testing
import TestSupport

@testable import MPQProgram

/// `mpq profile add`: the file's text stays, and a block follows it.
struct ProfileAdditionTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private static let typed = ProfileAddition.Source.text(SecretText(file: Array("abc".utf8)))

  private func add(
    _ name: String, _ source: ProfileAddition.Source = typed
  ) throws {
    let addition = try ProfileAddition(
      name: name, host: "mpq.example", api: .signed(key: "k"), environment: scratch.environment())
    #expect(try addition.write(source).path == scratch.profiles)
  }

  @Test
  func theFirstIsTheDefault() throws {
    try add("work")
    #expect(
      try scratch.text() == """
        default = "work"

        [profile.work]
        host = "mpq.example"
        key = "k"
        secret = "abc"

        """)
    #expect(try scratch.mode(of: scratch.profiles) == 0o600)
    #expect(try scratch.mode(of: "\(scratch.path)/mpq") == 0o700)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/mpq")
    #expect(names.sorted() == ["profiles.toml", "profiles.toml.lock"])
  }

  @Test
  func theOthersAreNot() throws {
    try add("work")
    let before = try scratch.text()
    try add("home", .file("/home/somebody/secret"))
    try add("pass", .command("pass show \"a\\b\""))
    #expect(
      try scratch.text() == before + """

        [profile.home]
        host = "mpq.example"
        key = "k"
        secret_file = "/home/somebody/secret"

        [profile.pass]
        host = "mpq.example"
        key = "k"
        secret_command = "pass show \\"a\\\\b\\""

        """)
    #expect(try scratch.read().standard()?.name == "work")
  }

  /// The existing text, and the profiles after `new` is added.
  @Test(
    arguments: [
      ("# mine, without a newline", ["new"], "new"),
      ("# mine\n\n", ["new"], "new"),
      ("# [mine]\n", ["new"], "new"),
      ("[profile]\n", ["new"], "new"),
      ("default = \"new\"\n", ["new"], "new"),
      ("profile.old = { host = 'a', key = 'b', secret_file = 'c' }", ["new", "old"], nil),
      (
        "[profile.old]\r\nhost = 'a' # mine\r\nkey = 'b'\r\nsecret_file = 'c'",
        ["new", "old"], nil
      ),
      (
        "default = 'old'\n[profile]\nold = { host = 'a', key = 'b', secret_file = 'c' }\n",
        ["new", "old"], "old"
      ),
    ] as [(String, [String], String?)])
  func theTextStays(text: String, names: [String], standard: String?) throws {
    try scratch.write(text, mode: 0o644)
    try add("new")
    #expect(try scratch.text().contains(text))
    let profiles = try scratch.read()
    #expect(profiles.names == names)
    #expect((try? profiles.standard())?.name == standard)
    #expect(try scratch.mode(of: scratch.profiles) == 0o600)
  }

  /// Files to which no block can be added; they stay as they are.
  @Test(arguments: [
    (
      "profile = { old = { host = 'a', key = 'b', secret_file = 'c' } }\n",
      "cannot add [profile.new] to"
    ),
    ("[profile.new]\nhost = 'a'\nkey = 'b'\nsecret_file = 'c'\n", "profile \"new\" already exists"),
    ("[profile.new\n", "invalid TOML"),
    (String(repeating: "#", count: ProfileFile.byteLimit - 10), "cannot add [profile.new] to"),
  ])
  func refusedFiles(text: String, message: String) throws {
    try scratch.write(text)
    let error = #expect(throws: ProfileError.self) { try add("new") }
    #expect(error?.message.contains(message) == true)
    #expect(try scratch.text() == text)
  }

  @Test
  func additionsAtOnceAreAllKept() async throws {
    let environment = scratch.environment()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        group.addTask {
          let addition = try ProfileAddition(
            name: "p\(number)", host: "mpq.example", api: .signed(key: "k"),
            environment: environment)
          _ = try addition.write(Self.typed)
        }
      }
      try await group.waitForAll()
    }
    #expect(try scratch.read().names.count == 12)
    #expect(try scratch.text().components(separatedBy: "default =").count == 2)
  }

  @Test
  func whatWasAddedMeanwhileStays() throws {
    let late = try ProfileAddition(
      name: "late", host: "mpq.example", api: .signed(key: "k"), environment: scratch.environment())
    let twin = try ProfileAddition(
      name: "late", host: "mpq.example", api: .signed(key: "k"), environment: scratch.environment())
    try add("early")
    #expect(try late.write(Self.typed).isDefault == false)
    #expect(try scratch.read().names == ["early", "late"])
    #expect(throws: ProfileError.exists(name: "late", path: scratch.profiles)) {
      try twin.write(Self.typed)
    }
  }

  @Test
  func aLinkToNothingGetsItsTarget() throws {
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/mpq", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.profiles, withDestinationPath: "mine.toml")
    try add("work")
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: scratch.profiles)
    #expect(target == "mine.toml")
    #expect(try scratch.mode(of: "\(scratch.path)/mpq/mine.toml") == 0o600)
  }

  @Test
  func linksStayLinks() throws {
    let target = try scratch.write("# mine\n", to: "mpq/target.toml")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.profiles, withDestinationPath: target)
    try add("work")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.profiles) == target)
    #expect(try scratch.read().names == ["work"])
  }

  @Test(arguments: [
    ("", "a", "k"), ("my work", "a", "k"), ("a.b", "a", "k"), ("größe", "a", "k"),
    (String(repeating: "a", count: 65), "a", "k"), ("work", "", "k"), ("work", "a b", "k"),
    ("work", "me@a", "k"), ("work", "http://a?b", "k"), ("work", "a\n", "k"),
    ("work", "ftp://a", "k"), ("work", "http://mixpanel.com", "k"), ("work", "a", ""),
    ("work", "a", "k k"), ("work", "a", "k\n"),
  ])
  func wrongParts(name: String, host: String, key: String) throws {
    #expect(throws: ProfileError.self) {
      try ProfileAddition(
        name: name, host: host, api: .signed(key: key), environment: scratch.environment())
    }
  }

  @Test
  func whatIsNoSecretIsNotWritten() throws {
    let source = ProfileAddition.Source.text(SecretText(file: Array("a b".utf8)))
    #expect(throws: ProfileError.notSecret(place: "what was given")) {
      try add("work", source)
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.profiles))
  }

  @Test
  func filesOfSecretsAreReadBeforeTheyAreNamed() throws {
    let path = try scratch.write("abc", to: "secret", mode: 0o644)
    #expect(throws: ProfileError.untrusted(path: path, .shared)) {
      try ProfileAddition.Source.checkedFile(path)
    }
    try scratch.write("abc", to: "secret")
    guard case .file(path) = try ProfileAddition.Source.checkedFile(path) else {
      Issue.record("not the file")
      return
    }
  }

  /// Odd texts come back from the file byte for byte.
  @Test(arguments: 0..<50 as Range<UInt64>)
  func quotingKeepsEveryText(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let scalars = "\"\\'\n\r\t\u{1}\u{1f}\u{7f}#=[]{}u0041 é\u{301}\u{202e}😀a".unicodeScalars
    let candidates = Array(scalars)
    var command = "x"
    for _ in 0..<40 {
      command.unicodeScalars.append(random.pick(candidates))
    }
    try add("work", .command(command))
    guard case .command(let read) = try scratch.read().named("work").secretSource else {
      Issue.record("not a command")
      return
    }
    #expect(Array(read.utf8) == Array(command.utf8))
  }
}
