/// Draws an answer for people: its table, and below it what the table leaves out, the window and
/// the notes.
struct AnswerBox: TableText {
  private let answer: Answer
  private let box: BoxTable
  private let emphasis: Emphasis

  /// Draws `answer` as `options` say.
  init(_ answer: Answer, _ options: RenderingOptions) {
    self.answer = answer
    box = BoxTable(answer.table, options)
    emphasis = Emphasis(isOn: options.isColored)
  }

  var rowCount: Int { box.rowCount }

  func begin(into bytes: inout [UInt8]) { box.begin(into: &bytes) }

  func row(_ index: Int, into bytes: inout [UInt8]) { box.row(index, into: &bytes) }

  func end(into bytes: inout [UInt8]) {
    box.end(into: &bytes)
    let isUnexplained = answer.table.rowCount == 0 && answer.notes.isEmpty
    let isMissed = answer.chart != nil && answer.table.rowCount > 0
    let missed = isMissed ? ["no chart: the table has no numbers"] : []
    let notes = isUnexplained ? ["no rows"] : box.notes + missed
    Self.append(notes, about: answer, emphasis, to: &bytes)
  }

  /// Appends what a drawing leaves out, the window and the notes.
  static func append(
    _ notes: [String], about answer: Answer, _ emphasis: Emphasis, to bytes: inout [UInt8]
  ) {
    for line in notes + Renderer.narration(of: answer) {
      bytes += "\(emphasis.dim(line))\n".utf8
    }
  }
}
