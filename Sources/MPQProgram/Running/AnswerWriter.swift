import MPQ
import MPQAPI
import MPQConsole
import MPQFiles

/// Writes answers in order, in the chosen format.
struct AnswerWriter {
  private var output: Output
  private var renderer: Renderer
  private let format: OutputFormat
  private let isRaw: Bool
  /// The settings for files that statements name.
  private let fileRendering: RenderingOptions
  private let inputs: InputFiles
  /// Whether the last body has no newline at its end.
  private var lacksLineEnd = false

  /// Creates a writer of up to `count` answers.
  init(_ options: AskOptions, count: Int) throws(ProgramError) {
    output = try Output(path: options.output, inputs: options.inputFiles)
    format = options.format ?? options.output.flatMap(OutputFormat.init(path:)) ?? .table
    isRaw = options.raw
    let isColored = options.color.isOn(isTerminal: output.isTerminal)
    var rendering =
      output.isTerminal
      ? RenderingOptions.terminal(width: Terminal.width, isColored: isColored)
      : RenderingOptions(isColored: isColored)
    if output.isTerminal, let rows = Terminal.size?.rows, rows > 0 { rendering.height = rows }
    rendering.hiddenPartsHint = "--format csv shows all"
    rendering.boxStyle = options.boxStyle
    rendering.defusesFormulas = options.defuse
    renderer = Renderer(format: format, options: rendering, count: count)
    inputs = options.inputFiles
    fileRendering = RenderingOptions(boxStyle: options.boxStyle, defusesFormulas: options.defuse)
  }

  /// Writes the next answer: to the output, or to the file that its statement names.
  mutating func write(_ answer: Answer) throws(ProgramError) {
    if let path = answer.path { return try save(answer, to: path) }
    var renderer = renderer
    try renderer.render(answer) { part throws(ProgramError) in try output.write(part) }
    self.renderer = renderer
    // Tables show the notes themselves; the other formats hold data alone. The window is shown on
    // a terminal only, since cron mails everything on standard error.
    guard format != .table else { return }
    let isWatched = Terminal.isErrorTerminal
    let lines = isWatched ? Renderer.narration(of: answer) : answer.notes.map(\.text)
    for line in lines { Console.note(line) }
  }

  /// Writes an answer to a file, whole or not at all.
  private func save(_ answer: Answer, to path: String) throws(ProgramError) {
    var file = try Output(path: path, inputs: inputs)
    let format = OutputFormat(path: path) ?? .table
    try file.write(Renderer.render([answer], as: format, options: fileRendering))
    try file.finish()
    for note in answer.notes { Console.note(note.text) }
  }

  /// Writes the bodies of responses unchanged; adds a newline between bodies if it is missing.
  mutating func write(_ responses: [Response]) throws(ProgramError) {
    for response in responses {
      try endLine()
      try output.write(response.body)
      lacksLineEnd = response.body.last != UInt8(ascii: "\n")
      // On a terminal, the shell's prompt must begin on a new line.
      if output.isTerminal { try endLine() }
    }
  }

  private mutating func endLine() throws(ProgramError) {
    if lacksLineEnd { try output.write([UInt8(ascii: "\n")]) }
    lacksLineEnd = false
  }

  /// Writes an explanation: to the output for tables, and else to standard error.
  mutating func write(explanation: String) throws(ProgramError) {
    guard format == .table, !isRaw else { return Console.note(explanation) }
    try output.write(Array("\(explanation)\n".utf8))
  }

  /// Ends the output, and replaces the target file.
  mutating func finish() throws(ProgramError) {
    if !isRaw { try output.write(renderer.finish()) }
    try output.finish()
  }

  /// Ends the output after a failure: it stays well-formed, and a target file is not changed.
  mutating func abandon() throws(ProgramError) {
    guard output.isStandardOutput, !isRaw else { return }
    try output.write(renderer.finish())
  }
}
