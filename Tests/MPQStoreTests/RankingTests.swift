import MPQAPI
import Testing

@testable import MPQStore

/// The order of rows by their numbers and names.
struct RankingTests {
  /// The simple reference implementation.
  private static func plain(_ rows: [Row], limit: Int) -> [Row] {
    let sorted = rows.sorted { ($1.number, ByteText($0.name)) < ($0.number, ByteText($1.name)) }
    return Array(sorted.prefix(limit))
  }

  private struct Row: Equatable {
    var number: Int
    var name: String
  }

  @Test(arguments: [1, 2, 3, 10, 99, 100, 101, 250, 1000])
  func takesTheLargestAndOfEqualOnesTheFirstByName(limit: Int) {
    for highest in [0, 1, 3, 1000] {
      // A coprime step gives distinct names, unordered.
      let rows = (0..<250).map { index in
        Row(number: index * 7919 % (highest + 1), name: "é\(index * 101 % 250)")
      }
      let ranked = rows.ranked(by: { .integer($0.number) }, \.name, limit: limit)
      #expect(ranked == Self.plain(rows, limit: limit))
    }
  }

  @Test func emptyRowsHaveNoRanking() {
    #expect([Row]().ranked(by: { .integer($0.number) }, \.name, limit: 3).isEmpty)
  }
}
