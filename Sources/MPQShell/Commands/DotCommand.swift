/// The commands of the shell, which begin with a dot and are not part of the language.
///
/// Parsing, completion and help read this table; grammar.md shows it.
package enum DotCommand: String, CaseIterable, Sendable {
  case help, format, last, output, timing, explain, watch, read, edit, history, profile, refresh
  case quit

  /// The kind of the argument.
  package enum Argument: Equatable, Sendable {
    case none
    case topic
    case format
    case onOff
    case query
    case secondsAndQuery
    case file
    case text
    case profile
  }

  /// The argument after the name, and whether it is required.
  package var argument: (kind: Argument, isRequired: Bool) { (row.argument, row.isRequired) }

  /// The command as typed, dot included: `.watch SECONDS QUERY`.
  package var usage: String {
    guard !row.placeholder.isEmpty else { return name }
    return "\(name) \(row.isRequired ? row.placeholder : "[\(row.placeholder)]")"
  }

  /// What it does, in a few words.
  package var summary: String { row.summary }

  /// More about it, one paragraph per string.
  var details: [String] { row.details }

  /// Examples of lines.
  var examples: [String] { row.examples }

  /// The name with its dot.
  package var name: String { ".\(rawValue)" }

  /// The command called `name`, dot included, in capitals or not.
  init?(name: String) {
    guard name.hasPrefix("."), let command = Self(rawValue: String(name.dropFirst()).lowercased())
    else { return nil }
    self = command
  }
}

extension DotCommand {
  private struct Row {
    var argument = Argument.none
    var isRequired = false
    var placeholder = ""
    var summary: String
    var details: [String]
    var examples: [String]
  }

  private var row: Row {
    switch self {
    case .help, .history, .profile, .refresh, .quit: sessionRow
    case .format, .last, .output, .timing: answerRow
    case .explain, .watch, .read, .edit: queryRow
    }
  }

  private var sessionRow: Row {
    switch self {
    case .help:
      Row(
        argument: .topic, placeholder: "TOPIC", summary: "list the commands, or explain a topic",
        details: ["Topics are the commands, the verbs of the language, 'clauses' and 'keys'."],
        examples: [".help funnel", ".help watch", ".help keys"])
    case .history:
      Row(
        argument: .text, placeholder: "TEXT",
        summary: "list earlier input, or search it for a text",
        details: [
          "The newest is last. Ctrl-R searches while you type. A line that starts with a "
            + "blank is not stored."
        ],
        examples: [".history", ".history signup"])
    case .profile:
      Row(
        argument: .profile, placeholder: "NAME", summary: "list the profiles, or switch to one",
        details: ["Profiles are added with 'mpq profile add'."],
        examples: [".profile", ".profile work"])
    case .refresh:
      Row(
        summary: "fetch the names of events and funnels again",
        details: ["Names older than an hour are fetched automatically."],
        examples: [".refresh"])
    default:
      Row(
        summary: "leave the shell; Ctrl-D does the same",
        details: ["'quit' and 'exit' alone on a line do the same."], examples: [".quit"])
    }
  }

  private var answerRow: Row {
    switch self {
    case .format:
      Row(
        argument: .format, placeholder: "FORMAT", summary: "show or set the format of answers",
        details: ["Formats are table, csv, tsv, json, ndjson and markdown."],
        examples: [".format", ".format csv", ".format table"])
    case .last:
      Row(
        argument: .format, placeholder: "FORMAT",
        summary: "show the last answer in another format",
        details: ["Nothing is sent. With .output, the answer goes to the file."],
        examples: [".last csv", ".last json"])
    case .output:
      Row(
        argument: .file, placeholder: "FILE",
        summary: "write answers to a file, or to the terminal again",
        details: [
          "Unless .format was used, the extension of FILE chooses the format. The file is replaced "
            + "after every answer, whole or not at all. Without FILE, answers go to the terminal "
            + "again."
        ],
        examples: [".output week.csv", ".output"])
    default:
      Row(
        argument: .onOff, placeholder: "on|off", summary: "show how long answers take",
        details: ["Without an argument, it toggles."],
        examples: [".timing", ".timing off"])
    }
  }

  private var queryRow: Row {
    switch self {
    case .explain:
      Row(
        argument: .query, isRequired: true, placeholder: "QUERY",
        summary: "show the calls of a query, send nothing",
        details: ["The same as 'explain' before a query."],
        examples: [#".explain funnel "Signup flow" weeks 4"#])
    case .watch:
      Row(
        argument: .secondsAndQuery, isRequired: true, placeholder: "SECONDS QUERY",
        summary: "repeat a query until Ctrl-C",
        details: [
          "Every turn makes calls. Most projects have 60 calls an hour, so a query of one call can "
            + "run every 60 seconds all day."
        ],
        examples: [".watch 60 top events limit 10"])
    case .read:
      Row(
        argument: .file, isRequired: true, placeholder: "FILE",
        summary: "run the queries of a script",
        details: ["The whole script is checked before anything is sent."],
        examples: [".read weekly.mpq"])
    default:
      Row(
        argument: .query, placeholder: "QUERY",
        summary: "edit the last query in $VISUAL or $EDITOR",
        details: ["The saved text appears at the prompt; Enter runs it."],
        examples: [".edit", ".edit events signup"])
    }
  }
}
