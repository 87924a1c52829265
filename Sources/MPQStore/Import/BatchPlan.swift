/// The size of the batches of an import, and the number of batches in a transaction.
///
/// Each batch of ordered events is a transaction. Unordered events change most pages of a store in
/// each batch: then batches are larger, and several share a transaction.
struct BatchPlan {
  /// The maximum size of a batch's lines in bytes.
  private static let byteLimit = 1 << 24
  /// How much larger batches of unordered events may be.
  private static let disorderFactors = (events: 5, bytes: 2)
  /// The maximum number of batches of the usual size in a transaction.
  private static let groupSize = 25
  /// The maximum duration of a transaction.
  private static let groupTime = Duration.seconds(5)

  /// The maximum number of events in a batch.
  private let eventLimit: Int
  /// Whether most events of the last batch were unordered.
  private(set) var isOutOfOrder = false
  /// The number of events since the last commit.
  private var waiting = 0
  private var lastCommit = ContinuousClock.now

  init(eventLimit: Int) {
    self.eventLimit = eventLimit
  }

  /// Whether there are events to commit.
  var hasWaiting: Bool { waiting > 0 }

  /// Whether a batch has its maximum size.
  func isFull(events: Int, bytes: Int) -> Bool {
    let factors = isOutOfOrder ? Self.disorderFactors : (events: 1, bytes: 1)
    return events >= eventLimit * factors.events || bytes >= Self.byteLimit * factors.bytes
  }

  /// Counts a batch of `events`, and returns whether to commit with it.
  mutating func commits(_ events: Int, isLast: Bool) -> Bool {
    waiting += events
    guard
      isLast || !isOutOfOrder || waiting >= eventLimit * Self.groupSize
        || ContinuousClock.now - lastCommit >= Self.groupTime
    else { return false }
    waiting = 0
    lastCommit = .now
    return true
  }

  /// Adapts to the result of a batch.
  mutating func learn(from summary: AppendSummary) {
    isOutOfOrder = summary.outOfOrder * 2 > summary.added
  }
}
