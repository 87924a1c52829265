import ArgumentParser
import MPQ
import MPQConsole
import MPQFiles

/// The options of asking: what, whom, and what to do with the answers.
struct AskOptions: ParsableArguments {
  // MARK: What to ask

  @Option(
    name: [.customShort("e"), .customLong("execute")],
    help: ArgumentHelp("Ask this query. May be repeated.", valueName: "query"))
  var queries: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("script")],
    help: ArgumentHelp(
      "Ask the queries of this script, '-' for standard input. May be repeated.",
      valueName: "file"))
  var files: [String] = []

  @Flag(help: "Show the calls that the queries compile to, and send nothing.")
  var explain = false

  @Flag(help: "Go on after a query that fails; the exit code is then 7.")
  var keepGoing = false

  @Flag(help: "At the prompt: also ask about names that the project does not seem to have.")
  var force = false

  // MARK: Whom to ask

  @Option(help: ArgumentHelp("Ask the project of this profile.", valueName: "name"))
  var profile: String?

  @Flag(help: "Ask the demo project, which needs no account.")
  var demo = false

  @Option(
    help: ArgumentHelp(
      "Ask the events in this file, which 'mpq import' makes.", valueName: "project.mpqdb"))
  var local: String?

  @Option(
    help: ArgumentHelp(
      "With --demo or --local: count windows back from this time, such as 2024-06-30 (its end) or "
        + "2024-06-30T12:00:00Z. 'last' is the time of a project's newest event.",
      valueName: "time"))
  var now: String?

  @Option(help: ArgumentHelp("Wait so many seconds for each answer (60).", valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "Take answers of at most this size, such as 256M or 1G (64M).", valueName: "size"),
    transform: AskOptions.answerSize)
  var maxAnswer: Int?

  // MARK: What to do with the answers

  @Option(
    help: ArgumentHelp(
      "How to print answers: table, csv, tsv, json, ndjson or markdown.", valueName: "format"),
    transform: AskOptions.format)
  var format: OutputFormat?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Write the answers to this file, whole or not at all; its ending chooses the format.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Print the bytes that the server sent.")
  var raw = false

  @Flag(help: "In CSV, put an apostrophe before texts that a spreadsheet would take for formulas.")
  var defuse = false

  @Flag(help: "Draw tables in ASCII; else they are so only where the locale is not UTF-8.")
  var ascii = false

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "Say on standard error what is sent and what comes back.")
  var verbose = false

  func validate() throws {
    let sources = [profile != nil, demo, local != nil].filter(\.self).count
    guard sources <= 1 else {
      throw ValidationError("--profile, --demo and --local exclude each other.")
    }
    guard now == nil || demo || local != nil else {
      throw ValidationError("--now sets the clock of --demo and --local only.")
    }
    guard timeout == nil || !(demo || local != nil) else {
      throw ValidationError("--timeout is for servers; --demo and --local ask none.")
    }
    guard maxAnswer == nil || !(demo || local != nil) else {
      throw ValidationError("--max-answer is for servers; --demo and --local ask none.")
    }
    guard !raw || format == nil else {
      throw ValidationError("--raw prints what the server sent, so --format does not go with it.")
    }
    if let output, format == nil, !raw, !OutputFormat.hasMeaning(path: output) {
      throw ValidationError("The ending of '\(output)' names no format; say which with --format.")
    }
    if let timeout {
      guard timeout > 0, timeout <= 86_400 else {
        throw ValidationError("--timeout takes a number of seconds from above 0 to 86400.")
      }
    }
  }
}

extension AskOptions {
  /// The project in this process that is to be asked; `nil` for a server.
  var source: ProjectSource? {
    if let local { return .file(local, now: now) }
    return demo ? .demo(now: now) : nil
  }

  /// Whether somebody sits there, and is to be asked what to ask.
  var wantsShell: Bool {
    queries.isEmpty && files.isEmpty && !explain && !raw && Terminal.isInputTerminal
  }

  private static func answerSize(_ text: String) throws -> Int {
    guard let bytes = ByteSize.bytes(text), Profile.answerSizes.contains(bytes) else {
      throw ValidationError("--max-answer takes \(Profile.answerSizeText).")
    }
    return bytes
  }

  /// What tables are drawn with.
  var boxStyle: RenderingOptions.BoxStyle {
    ascii || !Environment.process.isUTF8 ? .ascii : .unicode
  }

  private static func format(_ text: String) throws -> OutputFormat {
    guard let format = OutputFormat(rawValue: text.lowercased()) else {
      let all = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no format '\(text)'; there are \(all).")
    }
    return format
  }
}
