import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// The texts of `.help`.
enum DotHelp {
  /// One screen: how to ask, and the shell's commands.
  static var overview: String {
    let commands = DotCommand.allCases.map { [$0.usage, $0.summary] }
    return ([starts, ""] + Columns.lines(commands, indent: 2) + ["", topicsLine])
      .joined(separator: "\n")
  }

  /// How queries begin.
  static let starts = """
    events NAME [by PROPERTY] | top events | retention NAME
    funnel NAME [by PROPERTY]
    show events | funnels | values of PROPERTY of event NAME | dates of funnel NAME
    show properties of event NAME | properties of funnel NAME
    """

  private static var topicsLine: String {
    "Tab completes. Topics of .help: a verb, stage, command, clauses, stages, keys."
  }

  private static let verbs = ReservedWord.all
    .filter { !$0.offered.isDisjoint(with: [.verb, .prefix]) }.map(\.spelling)

  /// All topics of `.help`.
  static var topics: [String] {
    verbs + ["clauses", "stages", "keys"] + StageEntry.all.map(\.word.rawValue)
      + DotCommand.allCases.map(\.rawValue)
  }

  /// More about one thing.
  ///
  /// - Parameter topic: One of ``topics``, with a dot or without.
  /// - Returns: The text; `nil` for an unknown topic.
  static func text(about topic: String) -> String? {
    let word = topic.lowercased()
    // 'explain' is both; with a dot, it is the command.
    if let command = DotCommand(name: word) { return text(of: command) }
    if let verb = verb(word) { return verb }
    switch word {
    case "keys": return KeyTable.text
    case "clauses": return clauses
    case "stages": return stages
    default:
      if let stage = StageEntry(spelling: word) { return text(of: stage) }
      return DotCommand(rawValue: word).map(text(of:))
    }
  }

  private static func text(of command: DotCommand) -> String {
    let lines = ["\(command.usage)  \(command.summary)"] + command.details.flatMap(wrapped)
    return (lines + command.examples.map { "  \($0)" }).joined(separator: "\n")
  }

  private static func text(of stage: StageEntry) -> String {
    "\(stage.usage)  \(stage.summary)\n  \(stage.example)"
  }

  private static var stages: String {
    let rows = StageEntry.all.map { [$0.usage, $0.summary] }
    return
      (["Stages come after '|' and change the table before it:"]
      + Columns.lines(rows, indent: 2)).joined(separator: "\n")
  }

  private static func verb(_ word: String) -> String? {
    guard let keyword = Keyword(spelling: word) else { return nil }
    if keyword == .explain {
      return "explain QUERY  show the calls of an answer, send nothing\n  explain top events"
    }
    let forms = Form.allCases.filter { $0.verb == keyword }
    guard !forms.isEmpty else { return clause(word) }
    return forms.map { form in
      "\(form.pattern)\n    \(form.endpoint.summary)\n    \(form.example)"
    }.joined(separator: "\n")
  }

  private static func clause(_ word: String) -> String? {
    ReservedWord(spelling: word).map { "\($0.spelling)  \($0.summary)" }
  }

  private static var clauses: String {
    let words = ReservedWord.all.filter { word in
      !word.offered.isDisjoint(with: [.measure, .unit, .clause]) || word.offered == .link
    }
    let rows = words.map { [$0.spelling, $0.summary] }
    return (["Clauses come after the names, in any order:"] + Columns.lines(rows, indent: 2))
      .joined(separator: "\n")
  }

  /// A paragraph in lines that fit every terminal.
  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 78 {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

/// The keys of the editor, for help and for the page about the shell.
enum KeyTable {
  static let rows: [(keys: String, does: String)] = [
    ("Tab", "complete, or list the possible names"),
    ("Enter", "run the query, or continue it on the next line"),
    ("Up, Down", "earlier and later queries"),
    ("Ctrl-R", "search them; Ctrl-R again finds an older one"),
    ("Alt-P, Alt-N", "earlier and later queries that start like the line"),
    ("Ctrl-C", "clear the line, or cancel the query; twice within a second: leave"),
    ("Ctrl-D", "leave, on an empty line"),
    ("Ctrl-Z", "suspend; 'fg' resumes"),
    ("Ctrl-A, Ctrl-E", "move to the start, the end of the line"),
    ("Ctrl-W, Ctrl-U, Ctrl-K", "cut the word before the cursor, the line, the rest"),
    ("Ctrl-Y", "paste what was cut"),
    ("Ctrl-L", "clear the screen"),
  ]

  static var text: String {
    let lines = Columns.lines(rows.map { [$0.keys, $0.does] }, indent: 2)
    return (lines + ["  'bind -v' in ~/.editrc switches to vi keys."]).joined(separator: "\n")
  }
}
