import MPQAPI

/// Turns answers into the bytes of one output, one answer after the other as they come.
///
///     var renderer = Renderer(format: .json, count: plans.count)
///     for plan in plans { write(renderer.render(try await evaluator.answer(plan))) }
///     write(renderer.finish())
public struct Renderer: Sendable {
  private let format: OutputFormat
  private let options: RenderingOptions
  private let hasSeveralAnswers: Bool
  private var renderedCount = 0

  /// Writes answers in `format`.
  ///
  /// - Parameters:
  ///   - format: The form of the output.
  ///   - options: The options of the output.
  ///   - count: How many answers are expected. If more than one, JSON becomes an array, and table
  ///     and markdown get headings, even if fewer answers follow.
  public init(format: OutputFormat, options: RenderingOptions = .init(), count: Int = 1) {
    self.format = format
    self.options = options
    hasSeveralAnswers = count > 1
  }

  /// The bytes of the next answer, with the separator before it.
  public mutating func render(_ answer: Answer) -> [UInt8] {
    var bytes = separator
    renderedCount += 1
    switch format {
    case .table: bytes += table(answer)
    case .csv: bytes += delimited(.csv).bytes(answer.table)
    case .tsv: bytes += delimited(.tsv).bytes(answer.table)
    case .json: bytes += JSONText.object(answer) + (hasSeveralAnswers ? [] : [0x0a])
    case .ndjson: bytes += JSONText.lines(answer.table)
    case .markdown:
      if hasSeveralAnswers { bytes += MarkdownTable.heading(answer.query) }
      bytes += MarkdownTable.bytes(answer.table)
    }
    return bytes
  }

  /// The bytes that end the output, after the last answer or after a failure.
  public mutating func finish() -> [UInt8] {
    guard format == .json, hasSeveralAnswers else { return [] }
    return Array((renderedCount == 0 ? "[]\n" : "\n]\n").utf8)
  }

  /// The whole output for `answers`.
  public static func render(
    _ answers: [Answer], as format: OutputFormat, options: RenderingOptions = .init()
  ) -> [UInt8] {
    var renderer = Renderer(format: format, options: options, count: answers.count)
    return answers.reduce(into: []) { $0 += renderer.render($1) } + renderer.finish()
  }

  /// The whole output for one answer, as text.
  public func text(_ answer: Answer) -> String {
    String(decoding: Self.render([answer], as: format, options: options), as: UTF8.self)
  }

  /// The window and then the notes of an answer, one visible line each.
  ///
  /// Tables show these lines themselves; with the other formats they belong on standard error.
  public static func narration(of answer: Answer) -> [String] {
    let window = answer.window.map { "\($0.unit.plural), \($0.from) to \($0.to)" }
    return [window].compactMap(\.self).map { visible($0) } + answer.notes.map(\.text)
  }

  private var separator: [UInt8] {
    switch format {
    case .json where hasSeveralAnswers: Array((renderedCount == 0 ? "[\n" : ",\n").utf8)
    case _ where renderedCount == 0: []
    // Line readers take an empty line for a broken object.
    case .ndjson: []
    default: [0x0a]
    }
  }

  private func delimited(_ dialect: DelimitedText.Dialect) -> DelimitedText {
    DelimitedText(
      dialect: dialect, defusesFormulas: options.defusesFormulas,
      isTerminal: options.isTerminal)
  }

  private func table(_ answer: Answer) -> [UInt8] {
    let emphasis = Emphasis(isOn: options.isColored)
    var bytes: [UInt8] = []
    if hasSeveralAnswers { bytes += "\(emphasis.bold(visible(answer.query)))\n".utf8 }
    let drawing = BoxTable(answer.table, options).drawn()
    bytes += drawing.bytes
    let isUnexplained = answer.table.rows.isEmpty && answer.notes.isEmpty
    let notes = isUnexplained ? ["no rows"] : drawing.notes
    for line in notes + Self.narration(of: answer) {
      bytes += "\(emphasis.dim(line))\n".utf8
    }
    return bytes
  }
}
