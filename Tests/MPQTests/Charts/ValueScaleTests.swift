import MPQAPI
import Testing

@testable import MPQ

/// The numbers on axes, and the labels of dates.
struct ValueScaleTests {
  @Test(
    arguments: [
      ([0.0, 42], false, ["0", "10", "20", "30", "40", "50"]),
      ([1, 3], false, ["0", "1", "2", "3"]),
      ([0.5, 1.5], false, ["0", "0.5", "1.0", "1.5"]),
      ([-30, 70], false, ["-50", "0", "50", "100"]),
      ([0, 25_000], false, ["0", "5k", "10k", "15k", "20k", "25k"]),
      ([0, 1.75e12], false, ["0", "0.5T", "1.0T", "1.5T", "2.0T"]),
      ([0, 4e20], false, ["0", "1e20", "2e20", "3e20", "4e20"]),
      ([0.02, 0.45], true, ["0%", "10%", "20%", "30%", "40%", "50%"]),
      // Far from 0, and close to each other.
      (
        [1_000_000_000_001, 1_000_000_000_003], false,
        ["1000000000001", "1000000000002", "1000000000003"]
      ),
      ([7, 7], false, ["0", "2", "4", "6", "8"]),
      ([], false, ["0", "1"]),
    ] as [([Double], Bool, [String])])
  func ticks(_ values: [Double], _ isFraction: Bool, _ texts: [String]) {
    let scale = ValueScale(ValueRange(values, isFraction: isFraction), count: 6)
    #expect(scale.ticks.map(\.text) == texts)
  }

  @Test(
    arguments: [
      (nil, "2024-05-28", "2024-05-28"),
      ("2024-05-28", "2024-05-29", "05-29"),
      ("2024-12-31", "2025-01-01", "2025-01-01"),
      (nil, "2024-05-28 06:00:00", "2024-05-28 06:00"),
      ("2024-05-28 06:00:00", "2024-05-28 12:00:00", "12:00"),
      ("2024-05-28 18:00:00", "2024-05-29 00:00:00", "05-29"),
      ("1969-12-30 18:00:00", "1969-12-31 06:00:00", "12-31 06:00"),
    ] as [(String?, String, String)])
  func dates(_ previous: String?, _ date: String, _ text: String) throws {
    let label = try #require(TimeLabel(date))
    #expect(label.text(after: previous.flatMap(TimeLabel.init)) == text)
  }

  @Test(arguments: ["", "2024-02-30", "2024-05-28 24:00:00", "2024-05-28T00:00:00", "2024-5-28"])
  func noDates(_ text: String) { #expect(TimeLabel(text) == nil) }

  @Test(arguments: [
    (0.0, false, "0"), (9.994, false, "9.99"), (99.96, false, "100"), (999.6, false, "1k"),
    (1234, false, "1.23k"), (-5_300_000, false, "-5.3M"), (0.004, false, "<0.01"),
    (1e300, false, "1e300"), (0.456, true, "46%"), (0.004, true, "<1%"), (-0.001, true, "-<1%"),
  ])
  func shortNumbers(_ value: Double, _ isFraction: Bool, _ text: String) {
    #expect(ShortNumber.text(value, isFraction: isFraction) == text)
  }
}
