import MPQ
import MPQAPI
import MPQSyntax

/// A line that calls a command of the shell.
enum DotInvocation: Equatable, Sendable {
  case help(topic: String?)
  case quit
  case profile(String?)
  case refresh
  case format(OutputFormat?)
  case timing(Bool?)
  case watch(seconds: Int, query: String)
  case read(path: String)
  case history(String?)
  case output(path: String?)
  case edit(String?)
  case last(OutputFormat?)
  case explain(String)

  /// The most seconds between two turns of `.watch`: a day.
  static let secondsLimit = 86_400

  /// Why a line does not call a command.
  struct Problem: Error, Equatable {
    /// One sentence without a full stop.
    var message: String
    /// What to do instead.
    var hint: String?
  }

  /// Whether `line` is for the shell and not for the language.
  static func isCommand(_ line: String) -> Bool {
    let first = line.split(whereSeparator: \.isNewline).first ?? ""
    let words = first.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return false }
    // Nothing in the language begins with a dot, so a misspelt command is reported as one.
    return first.hasPrefix(".") || (words.count == 1 && isBareWord(String(first)))
  }

  private static func isBareWord(_ word: String) -> Bool {
    ["help", "quit", "exit"].contains(word.lowercased())
  }

  /// Reads a line for which ``isCommand(_:)`` holds.
  init(parsing line: String) throws(Problem) {
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let word = parts.first.map(String.init) ?? ""
    let rest = parts.count > 1 ? Self.trimmed(parts[1]) : ""
    let command = try Self.command(word)
    let (kind, isRequired) = command.argument
    guard !rest.isEmpty || !isRequired else {
      throw Problem(
        message: "\(command.name) needs an argument",
        hint: "write: \(command.examples.first ?? "")")
    }
    guard rest.isEmpty || kind != .none else {
      throw Problem(message: "\(command.name) takes no argument")
    }
    self = try Self.invocation(of: command, with: rest)
  }

  private static func command(_ word: String) throws(Problem) -> DotCommand {
    if isBareWord(word) { return word.lowercased() == "help" ? .help : .quit }
    if let command = DotCommand(name: word) { return command }
    let name = String(word.dropFirst())
    let all = DotCommand.allCases.map(\.rawValue)
    let near =
      NearMiss.best(for: name, among: all)
      ?? all.first { !name.isEmpty && $0.hasPrefix(name.lowercased()) }
    throw Problem(
      message: "unknown command \(visible(word))",
      hint: near.map { "did you mean .\($0)?" } ?? ".help lists the commands")
  }

  private static func invocation(
    of command: DotCommand, with rest: String
  ) throws(Problem) -> DotInvocation {
    let text = rest.isEmpty ? nil : rest
    switch command {
    case .help: return .help(topic: text)
    case .quit: return .quit
    case .profile: return .profile(text)
    case .refresh: return .refresh
    case .format: return .format(try text.map(format))
    case .last: return .last(try text.map(format))
    case .timing: return .timing(try text.map(isOn))
    case .watch: return try watch(rest)
    case .read: return .read(path: FileNames.path(of: rest))
    case .output: return .output(path: text.map(FileNames.path))
    case .history: return .history(text)
    case .edit: return .edit(text)
    case .explain: return .explain(rest)
    }
  }

  private static func format(_ text: String) throws(Problem) -> OutputFormat {
    if let format = OutputFormat(rawValue: text.lowercased()) { return format }
    let all = OutputFormat.allCases.map(\.rawValue)
    let near = NearMiss.best(for: text, among: all).map { "did you mean \($0)?" }
    throw Problem(
      message: "unknown format '\(visible(text))'",
      hint: near ?? "formats: \(all.joined(separator: ", "))")
  }

  private static func isOn(_ text: String) throws(Problem) -> Bool {
    switch text.lowercased() {
    case "on": return true
    case "off": return false
    default: throw Problem(message: "expected 'on' or 'off', found '\(visible(text))'")
    }
  }

  private static func watch(_ rest: String) throws(Problem) -> DotInvocation {
    let parts = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let digits = parts.first ?? ""
    guard digits.utf8.allSatisfy(\.isDigit), let seconds = Int(digits),
      (1...secondsLimit).contains(seconds)
    else {
      throw Problem(
        message:
          "'\(visible(String(digits)))' is not a number of seconds from 1 to \(secondsLimit)",
        hint: "write: \(DotCommand.watch.examples.first ?? "")")
    }
    guard parts.count == 2 else {
      throw Problem(
        message: ".watch needs a query after the seconds",
        hint: "write: \(DotCommand.watch.examples.first ?? "")")
    }
    return .watch(seconds: seconds, query: trimmed(parts[1]))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: \.isWhitespace)
    let blanks = start.reversed().prefix(while: \.isWhitespace).count
    return String(start.dropLast(blanks))
  }
}
