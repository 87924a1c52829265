/// Blocks all callers until enough have arrived.
actor Gate {
  private let count: Int
  private var arrived = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Opens when `count` have come.
  init(of count: Int) {
    self.count = count
  }

  /// Waits for the others; later ones pass at once.
  func pass() async {
    arrived += 1
    guard arrived < count else {
      waiting.forEach { $0.resume() }
      waiting = []
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }
}
