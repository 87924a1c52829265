import ArgumentParser
import MPQAPI
import MPQConsole
import MPQServer
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `mpqd key`: manages the keys that mpqd accepts.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpqd key",
    abstract: "Add, list and revoke the keys in a key file.",
    discussion: """
      EXAMPLES:
        mpqd key add shop.keys web
        pass show stats | mpqd key add shop.keys web --stdin
        mpqd key list shop.keys
        mpqd key revoke shop.keys web --older

      A key has up to two secrets. To change a secret without downtime: add a second one, reload \
      mpqd (kill -HUP, or systemctl reload mpqd), give the new secret to the clients, and revoke \
      the older one.
      """,
    subcommands: [Add.self, List.self, Revoke.self])

  /// The argument that all subcommands have.
  struct File: ParsableArguments {
    @Argument(help: .init("The key file.", valueName: "file"))
    var path: String
  }

  /// A subcommand, with a typed error.
  protocol Action {
    func run() throws(ProgramError)
  }

  struct Add: ParsableCommand, Action {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add a secret to a key and print it once.")

    @OptionGroup var file: File

    @Argument(help: .init("The key: 1 to 64 letters, digits, '-', '_' and '.'.", valueName: "key"))
    var key: String

    @Flag(help: "Read the secret from standard input; print nothing.")
    var stdin = false

    func run() throws(ProgramError) {
      let text = stdin ? try Self.line() : KeyFile.newSecret()
      guard let secret = Secret(text) else {
        throw ProgramError(
          "standard input has no secret",
          hint: "one line of 1 to \(Secret.byteLimit) bytes without spaces")
      }
      guard Credentials(key: key, secret: secret) != nil else {
        throw ProgramError(
          "invalid key '\(key)'",
          hint: "1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'")
      }
      let today = CivilDate(dayNumber: time(nil) / 86_400)
      let count = try KeyCommand.editing(file.path) { path throws(KeyFile.Problem) in
        try KeyFile.add(secret: text, to: key, on: today, path: path)
      }
      if !stdin {
        do throws(ProgramError) {
          try Console.write("\(text)\n")
        } catch {
          throw ProgramError(
            "cannot print the secret", hint: "revoke it: mpqd key revoke --newer")
        }
      }
      KeyCommand.report(key, count)
    }

    /// The first line of standard input.
    private static func line() throws(ProgramError) -> String {
      var bytes: [UInt8] = []
      var byte: UInt8 = 0
      while read(0, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
        guard bytes.count <= Secret.byteLimit else { break }
        bytes.append(byte)
      }
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ProgramError("the secret is not UTF-8")
      }
      return text
    }
  }

  struct List: ParsableCommand, Action {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the keys and when their secrets were added.")

    @OptionGroup var file: File

    func run() throws(ProgramError) {
      let entries = try KeyCommand.editing(file.path, KeyFile.entries)
      let keys = entries.map(\.credentials.key).withoutRepeats()
      var rows = [["key", "secrets", "added"]]
      for key in keys {
        let own = entries.filter { $0.credentials.key == key }
        let days = own.map { $0.added?.description ?? "unknown" }
        rows.append([key, String(own.count), days.joined(separator: ", ")])
      }
      try Console.write(Columns.lines(rows).map { $0 + "\n" }.joined())
    }
  }

  struct Revoke: ParsableCommand, Action {
    static let configuration = CommandConfiguration(
      commandName: "revoke", abstract: "Remove a secret of a key.")

    @OptionGroup var file: File

    @Argument(help: .init("The key.", valueName: "key"))
    var key: String

    @Flag(help: "Which of two secrets to remove.")
    var choice: Choice?

    enum Choice: String, EnumerableFlag {
      case older, newer, all
    }

    func run() throws(ProgramError) {
      let choice: KeyFile.Choice =
        switch choice {
        case .older: .older
        case .newer: .newer
        case .all: .all
        case nil: .only
        }
      let count = try KeyCommand.editing(file.path) { path throws(KeyFile.Problem) in
        try KeyFile.revoke(key: key, choice, path: path)
      }
      KeyCommand.report(key, count)
    }
  }

  private static func editing<Value>(
    _ path: String, _ body: (String) throws(KeyFile.Problem) -> Value
  ) throws(ProgramError) -> Value {
    do {
      return try body(path)
    } catch {
      throw ProgramError(error.message(path: path))
    }
  }

  private static func report(_ key: String, _ count: Int) {
    let secrets = ["no secrets", "one secret", "two secrets"]
    Console.note(
      "mpqd: '\(key)' has \(secrets[min(count, 2)]) now; a running mpqd reloads the file on SIGHUP")
  }
}
