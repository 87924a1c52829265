import MPQAPI

/// Turns answers into the bytes of one output, one answer after the other as they come.
///
///     var renderer = Renderer(format: .json, count: plans.count)
///     for plan in plans { write(renderer.render(try await evaluator.answer(plan))) }
///     write(renderer.finish())
public struct Renderer: Sendable {
  /// The bytes of a part that are handed on together.
  private static let partSize = 1 << 16

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
    var bytes: [UInt8] = []
    render(answer) { bytes += $0 }
    return bytes
  }

  /// Writes the next answer in parts, with the separator before it.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - write: Gets the parts in order; none is empty.
  /// - Throws: What `write` throws.
  public mutating func render<Failure: Error>(
    _ answer: Answer, write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var bytes = separator
    renderedCount += 1
    if hasSeveralAnswers { bytes += heading(answer) }
    let text = text(of: answer)
    text.begin(into: &bytes)
    for row in 0..<text.rowCount {
      text.row(row, into: &bytes)
      guard bytes.count >= Self.partSize else { continue }
      try write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    text.end(into: &bytes)
    if format == .json, !hasSeveralAnswers { bytes.append(0x0a) }
    if !bytes.isEmpty { try write(bytes) }
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

  /// The query above an answer, in the formats that have it.
  private func heading(_ answer: Answer) -> [UInt8] {
    switch format {
    case .table: Array("\(Emphasis(isOn: options.isColored).bold(visible(answer.query)))\n".utf8)
    case .markdown: MarkdownTable.heading(answer.query)
    case .csv, .tsv, .json, .ndjson: []
    }
  }

  private func text(of answer: Answer) -> any TableText {
    switch format {
    case .table:
      if let chart = AnswerChart(answer, options) { chart } else { AnswerBox(answer, options) }
    case .csv: DelimitedText(answer.table, .csv, options)
    case .tsv: DelimitedText(answer.table, .tsv, options)
    case .json: JSONText(answer)
    case .ndjson: JSONLines(answer.table)
    case .markdown: MarkdownTable(answer.table)
    }
  }
}
