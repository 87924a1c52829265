package import MPQ

/// The answers to one input that `.last` can show again: the newest ones, up to a limit of cells.
package struct KeptAnswers: Equatable, Sendable {
  /// The most cells of stored tables; the newest answer is always stored.
  static let cellLimit = 1_000_000

  /// The answers, in their order.
  package private(set) var answers: [Answer] = []
  /// The number of older answers that were dropped.
  private(set) var droppedCount = 0
  private var cellCount = 0

  /// Adds `answers`, one after the other.
  init(_ answers: [Answer] = []) {
    for answer in answers { add(answer) }
  }

  /// Adds `answer`, and drops older ones beyond the limit.
  package mutating func add(_ answer: Answer) {
    answers.append(answer)
    cellCount += Self.cells(of: answer)
    while cellCount > Self.cellLimit, answers.count > 1 {
      cellCount -= Self.cells(of: answers.removeFirst())
      droppedCount += 1
    }
  }

  private static func cells(of answer: Answer) -> Int {
    answer.table.rowCount * max(1, answer.table.columns.count)
  }
}
