package import MPQ

/// The answers to one input that `.last` can show again: the newest ones, up to a limit of cells.
package struct KeptAnswers: Equatable, Sendable {
  /// The most cells of tables that are kept; the newest answer is kept whatever its size.
  static let cellLimit = 1_000_000

  /// The answers, in their order.
  package private(set) var answers: [Answer] = []
  /// How many older answers are no longer kept.
  private(set) var droppedCount = 0
  private var cellCount = 0

  /// Keeps `answers`, each as if it had just come.
  init(_ answers: [Answer] = []) {
    for answer in answers { add(answer) }
  }

  /// Keeps `answer`, and forgets older ones beyond the limit.
  package mutating func add(_ answer: Answer) {
    answers.append(answer)
    cellCount += Self.cells(of: answer)
    while cellCount > Self.cellLimit, answers.count > 1 {
      cellCount -= Self.cells(of: answers.removeFirst())
      droppedCount += 1
    }
  }

  private static func cells(of answer: Answer) -> Int {
    answer.table.rows.count * max(1, answer.table.columns.count)
  }
}
