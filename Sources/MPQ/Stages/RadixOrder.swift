/// Sorts by keys of 64 bits in passes of 11 bits.
enum RadixOrder {
  /// The places from 0 to `count`, ordered by their keys; equal ones keep their order.
  ///
  /// - Parameters:
  ///   - count: How many places there are, at most ``StageLimits/rows``.
  ///   - key: The key of a place.
  ///   - precedes: Whether the first of two places with equal keys comes before the second;
  ///     `nil` where equal keys are equal.
  /// - Returns: The places in their new order.
  @inline(__always)
  static func places(
    count: Int, key: (Int) -> UInt64, precedes: ((Int, Int) -> Bool)? = nil
  ) -> [RowNumber] {
    let keys = Array(count: count, key)
    guard let least = keys.min(), let greatest = keys.max() else { return [] }
    // A key's upper bits and its place in one word. The rest of the key decides afterwards.
    let bits = UInt64.bitWidth - (greatest - least).leadingZeroBitCount
    let shift = max(0, bits - 32)
    var items = Array(count: count) { ((keys[$0] - least) >> shift) << 32 | UInt64($0) }
    pass(&items, bits: bits - shift)
    if shift > 0 || precedes != nil {
      forEachRun(in: items) { run in
        items[run].sort { one, two in
          let (left, right) = (Int(one & 0xffff_ffff), Int(two & 0xffff_ffff))
          if keys[left] != keys[right] { return keys[left] < keys[right] }
          if let precedes {
            if precedes(left, right) { return true }
            if precedes(right, left) { return false }
          }
          return left < right
        }
      }
    }
    return Array(count: count) { RowNumber(truncatingIfNeeded: items[$0]) }
  }

  /// Sorts by the `bits` above the lower 32.
  private static func pass(_ items: inout [UInt64], bits: Int) {
    let width = 11
    var other = items
    for lowest in stride(from: 32, to: 32 + bits, by: width) {
      var ends = [Int](repeating: 0, count: 1 << width)
      let mask = UInt64(ends.count - 1)
      for item in items { ends[Int(item >> lowest & mask)] += 1 }
      var start = 0
      for digit in ends.indices {
        (ends[digit], start) = (start, start + ends[digit])
      }
      other.withUnsafeMutableBufferPointer { other in
        ends.withUnsafeMutableBufferPointer { starts in
          for item in items {
            let digit = Int(item >> lowest & mask)
            other[starts[digit]] = item
            starts[digit] += 1
          }
        }
      }
      swap(&items, &other)
    }
  }

  /// Calls `body` with each range of two and more items that have the same upper half.
  private static func forEachRun(in items: [UInt64], _ body: (Range<Int>) -> Void) {
    var start = 0
    for place in items.indices where items[place] >> 32 != items[start] >> 32 {
      if place - start > 1 { body(start..<place) }
      start = place
    }
    if items.count - start > 1 { body(start..<items.count) }
  }
}
