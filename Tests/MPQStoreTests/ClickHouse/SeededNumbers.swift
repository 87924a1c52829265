@testable import MPQStore

/// Random numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var numbers: SplitMix

  init(_ seed: Int) {
    numbers = SplitMix(seed)
  }

  mutating func next() -> UInt64 { numbers.next() }
}
