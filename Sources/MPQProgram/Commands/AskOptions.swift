import ArgumentParser
import MPQ
import MPQCompiler
import MPQConsole
import MPQFiles

/// The options for running queries: the queries, the data source, and the output.
struct AskOptions: ParsableArguments {
  // MARK: Queries

  @Option(
    name: [.customShort("e"), .customLong("execute")],
    help: ArgumentHelp("Run this query; repeatable.", valueName: "query"))
  var queries: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("script")],
    help: ArgumentHelp(
      "Run the queries of this script, '-' for standard input; repeatable.",
      valueName: "file"))
  var files: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a parameter of the script; repeatable.", valueName: "name=value"),
    transform: AskOptions.setting)
  var settings: [Parameters.Setting] = []

  @Flag(help: "Show the calls that the queries compile to, without sending them.")
  var explain = false

  @Flag(help: "Continue after a query fails; the exit code is then 7.")
  var keepGoing = false

  @Flag(
    help: "Before queries to Mixpanel: wait until this hour has enough calls left for all of them.")
  var wait = false

  @Flag(help: "In the shell: also send queries with names that the project does not seem to have.")
  var force = false

  // MARK: Data source

  @Option(help: ArgumentHelp("Query the project of this profile.", valueName: "name"))
  var profile: String?

  @Flag(help: "Query the demo project, which needs no account.")
  var demo = false

  @Option(
    help: ArgumentHelp(
      "Query the events in this file, which 'mpq import' creates.", valueName: "project.mpqdb"))
  var local: String?

  @Option(
    help: ArgumentHelp(
      "With --demo or --local: count windows back from this time, such as 2024-06-30 (its end) or "
        + "2024-06-30T12:00:00Z. 'last' is the time of a project's newest event.",
      valueName: "time"))
  var now: String?

  @Option(
    help: ArgumentHelp(
      "Timeout of each call (default: 60; with the Query API: 500).", valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "Maximum size of an answer, such as 256M or 1G (default: 64M).", valueName: "size"),
    transform: AskOptions.answerSize)
  var maxAnswer: Int?

  // MARK: Output

  @Option(
    help: ArgumentHelp(
      "Output format: table, csv, tsv, json, ndjson or markdown.", valueName: "format"),
    transform: AskOptions.format)
  var format: OutputFormat?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Write the answers to this file, completely or not at all; its extension sets the format.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Print the bytes that the server sent.")
  var raw = false

  @Flag(help: "In CSV, prefix texts that a spreadsheet would read as formulas with an apostrophe.")
  var defuse = false

  @Flag(help: "Draw tables in ASCII (default: only if the locale is not UTF-8).")
  var ascii = false

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "Report each call and its result on standard error.")
  var verbose = false

  func validate() throws {
    let sources = [profile != nil, demo, local != nil].filter(\.self).count
    guard sources <= 1 else {
      throw ValidationError("--profile, --demo and --local exclude each other.")
    }
    guard now == nil || demo || local != nil else {
      throw ValidationError("--now sets the clock of --demo and --local only.")
    }
    guard settings.isEmpty || !wantsShell else {
      throw ValidationError("--set is for scripts: give one with -f or -e.")
    }
    guard timeout == nil || !(demo || local != nil) else {
      throw ValidationError("--timeout is for servers; --demo and --local use none.")
    }
    guard maxAnswer == nil || !(demo || local != nil) else {
      throw ValidationError("--max-answer is for servers; --demo and --local use none.")
    }
    guard !raw || format == nil else {
      throw ValidationError("--raw and --format exclude each other.")
    }
    if let output, format == nil, !raw, !OutputFormat.hasMeaning(path: output) {
      throw ValidationError("The extension of '\(output)' is not a format; choose --format.")
    }
    if let timeout {
      guard timeout > 0, timeout <= 86_400 else {
        throw ValidationError("--timeout takes more than 0 and at most 86400 seconds.")
      }
    }
  }
}

extension AskOptions {
  /// The local data source; `nil` for a server.
  var source: ProjectSource? {
    if let local { return .file(local, now: now) }
    return demo ? .demo(now: now) : nil
  }

  /// Whether to start the interactive shell.
  var wantsShell: Bool {
    queries.isEmpty && files.isEmpty && !explain && !raw && Terminal.isInputTerminal
  }

  private static func setting(_ text: String) throws -> Parameters.Setting {
    guard let setting = Parameters.Setting(text) else {
      throw ValidationError("--set takes NAME=VALUE, such as --set weeks=8.")
    }
    return setting
  }

  private static func answerSize(_ text: String) throws -> Int {
    guard let bytes = ByteSize.bytes(text), Profile.answerSizes.contains(bytes) else {
      throw ValidationError("--max-answer takes \(Profile.answerSizeText).")
    }
    return bytes
  }

  /// The characters to draw tables with.
  var boxStyle: RenderingOptions.BoxStyle {
    ascii || !Environment.process.isUTF8 ? .ascii : .unicode
  }

  private static func format(_ text: String) throws -> OutputFormat {
    guard let format = OutputFormat(rawValue: text.lowercased()) else {
      let all = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("Unknown format '\(text)'; use \(all).")
    }
    return format
  }
}
