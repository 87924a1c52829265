import MPQCompiler

/// Draws an answer as the chart that its query asks for, and below it what the chart leaves out,
/// the window and the notes.
struct AnswerChart: TableText {
  private let answer: Answer
  private let drawing: (bytes: [UInt8], notes: [String])
  private let emphasis: Emphasis

  /// Draws `answer` as `options` say; `nil` if it is to be a table, or has nothing to draw.
  init?(_ answer: Answer, _ options: RenderingOptions) {
    guard let request = answer.chart, let chart = Chart(answer.table, word: request.word) else {
      return nil
    }
    self.answer = answer
    drawing = ChartText(options).render(chart)
    emphasis = Emphasis(isOn: options.isColored)
  }

  var rowCount: Int { 0 }

  func begin(into bytes: inout [UInt8]) { bytes += drawing.bytes }

  func row(_ index: Int, into bytes: inout [UInt8]) {}

  func end(into bytes: inout [UInt8]) {
    AnswerBox.append(drawing.notes, about: answer, emphasis, to: &bytes)
  }
}
