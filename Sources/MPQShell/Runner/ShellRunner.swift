package import MPQ
import MPQAPI
import MPQCompiler
package import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a shell: reads lines, lets ``ShellState`` decide, and does what it says.
///
/// It runs on the main thread, which it blocks; queries and names run on tasks.
package final class ShellRunner {
  /// The options of a shell.
  package struct Options: Sendable {
    /// The format of answers; `nil` for tables, or for the format of the extension of
    /// ``outputPath``.
    package var format: OutputFormat?
    /// The file for answers; `nil` for the terminal.
    package var outputPath: String?
    /// Whether to use colours on a terminal.
    package var isColored: Bool
    /// Whether csv and tsv defuse formulas.
    package var defusesFormulas: Bool
    /// Whether queries about unknown names are sent anyway.
    package var isForced: Bool
    /// The program's name and version in the greeting.
    package var title: String
    /// The characters that tables are drawn with.
    package var boxStyle = RenderingOptions.BoxStyle.unicode
    /// The files that the program reads, which no answer replaces.
    package var inputs = InputFiles()

    /// The options of a shell.
    package init(
      title: String, format: OutputFormat? = nil, outputPath: String? = nil,
      isColored: Bool = false, defusesFormulas: Bool = false, isForced: Bool = false
    ) {
      self.title = title
      self.format = format
      self.outputPath = outputPath
      self.isColored = isColored
      self.defusesFormulas = defusesFormulas
      self.isForced = isForced
    }
  }

  let host: any ShellHost
  let options: Options
  let environment: Environment
  let screen: ShellScreen
  let interrupts: InterruptSource
  var state: ShellState
  var session: ShellSession
  var reader: any PromptReader = PlainReader()
  var editor: LineEditor?
  var answerFile = AnswerFile()
  /// Messages of background work.
  let notices: ShellNotices
  /// The profile at the start, which has no name to switch back to.
  let start: ShellProfile
  /// The initial text of the next line.
  var prefilled = ""
  /// The number of interrupts when the last query was cancelled.
  var interruptsAtCancel: UInt32?
  /// The exit code, once the shell ends.
  private(set) var status: Int32?

  /// A shell with the profile at the start.
  ///
  /// - Parameters:
  ///   - host: The program of the shell.
  ///   - options: The options.
  ///   - environment: The environment variables.
  /// - Throws: ``ShellFailure`` without a data source.
  package init(
    host: any ShellHost, options: Options, environment: Environment = .process
  ) throws(ShellFailure) {
    guard let interrupts = InterruptSource() else {
      throw ShellFailure("the process has too many files open")
    }
    self.host = host
    self.options = options
    self.environment = environment
    self.interrupts = interrupts
    let isPlain = ["", "dumb", "unknown"].contains(environment["TERM"] ?? "")
    screen = ShellScreen(
      isColored: options.isColored, isPlain: isPlain, boxStyle: options.boxStyle)
    state = ShellState(format: options.format, outputPath: options.outputPath)
    let start = try host.profile(named: nil)
    let notices = ShellNotices(screen)
    self.start = start
    self.notices = notices
    session = ShellSession(
      start, host, environment, onNews: notices.take, warn: notices.notify)
  }

  /// Runs the shell until it is left.
  ///
  /// - Returns: The exit code.
  package func run() -> Int32 {
    openReader()
    recall(session.begin())
    if screen.isErrorTerminal {
      screen.tell("\(options.title): .help lists the commands, Ctrl-D leaves")
    }
    while status == nil {
      let initial = prefilled
      prefilled = ""
      switch read(initial: initial) {
      case .text(let line): take(.line(line))
      case .interrupted: take(.interrupt(at: SystemTime.seconds))
      case .endOfInput: take(.endOfInput)
      case .tooLong(let limit):
        screen.complain("the line has more than \(limit) bytes", hint: nil)
      case .notUTF8: screen.complain("the line is not UTF-8", hint: nil)
      case .failed:
        screen.complain("the terminal cannot be read", hint: nil)
        leave(2)
      }
      recallRest()
    }
    endSession()
    return status ?? 0
  }

  /// Reads the next line.
  ///
  /// An interrupt after a cancelled query counts, even if it comes before the prompt is shown.
  private func read(initial: String) -> LineInput {
    defer { interruptsAtCancel = nil }
    if let count = interruptsAtCancel, interrupts.count != count { return .interrupted }
    return reader.read(prompt: prompt, initial: initial)
  }

  /// Ends the loop after the current input.
  func leave(_ status: Int32) {
    self.status = self.status ?? status
  }

  // MARK: - Actions

  /// Lets the state decide about `input`, and performs the actions.
  func take(_ input: ShellInput) {
    for action in state.reduce(input, context) {
      guard status == nil else { return }
      perform(action)
    }
  }

  private var context: ShellContext {
    let session = session
    var context = ShellContext(
      defaults: session.profile.defaults, isForced: options.isForced
    ) { session.unknownNames($0) }
    context.include = { IncludedFiles(areFiles: $0).read }
    return context
  }

  /// The older entries of the history, which are added after the first prompt.
  var olderEntries: [String] = []

  private func perform(_ action: ShellAction) {
    switch action {
    case .remember(let text): remember(text)
    case .run(let plans): run(plans)
    case .watch(let plan, let seconds): watch(plan, every: seconds)
    case .render(let answers, let format):
      for answer in answers { show(answer, as: format) }
    case .show(let text): show(Array("\(text)\n".utf8))
    case .tell(let text): screen.tell(text)
    case .complain(let message, let hint): screen.complain(message, hint: hint)
    case .read(let path): read(path)
    case .edit(let text): edit(text)
    case .showHistory(let text): showHistory(text)
    case .showProfiles: showProfiles()
    case .switchProfile(let name): switchProfile(to: name)
    case .refreshNames: refreshNames()
    case .leave(let status): leave(status)
    }
  }

  private func remember(_ text: String) {
    session.remember(text)
    // A line that is not stored is not recalled either.
    if !text.hasPrefix(" ") { reader.addHistory(text) }
  }

  private var prompt: String {
    let title = "mpq \(session.profile.title)"
    // As wide as the prompt, so that the lines of a statement are aligned.
    guard !state.isContinuing else {
      return String(repeating: " ", count: max(0, title.count - 3)) + "...> "
    }
    return screen.isColored && !screen.isPlain
      ? "\u{1b}[1mmpq\u{1b}[0m \u{1b}[36m\(session.profile.title)\u{1b}[0m> " : "\(title)> "
  }
}
