import MPQAPI
import MPQCompiler
import Testing

@testable import MPQ

/// How the numbers of a column are spelled in tables.
struct NumberTextTests {
  @Test(arguments: [
    (ColumnKind.integer, [Number.integer(7), .integer(-1_234_567)], ["7", "-1234567"]),
    (.number, [.integer(3), .double(4)], ["3", "4"]),
    (.number, [.integer(3), .double(1.5), .double(2.0 / 3)], ["3.00", "1.50", "0.67"]),
    (.number, [.double(0.0123), .double(0), .double(-0.05)], ["0.0123", "0.0000", "-0.0500"]),
    // Never rounded to 0, never with meaningless digits.
    (.number, [.double(12.5), .double(0.0004)], ["12.50", "0.0004"]),
    (.number, [.double(12.5), .double(1e-9), .double(1e300)], ["12.50", "1e-09", "1e+300"]),
    (.number, [.double(-0.0), .double(0.25)], ["0.00", "0.25"]),
    (.number, [.integer(.max), .integer(.min)], ["9223372036854775807", "-9223372036854775808"]),
    (.fraction, [.double(0.5538), .integer(1), .double(0)], ["55.4%", "100.0%", "0.0%"]),
    (.fraction, [.double(1e308)], ["1e+308"]),
    (.fraction, [.double(-0.25), .double(0.0003), .double(12.5)], ["-25.0%", "0.03%", "1250.0%"]),
  ])
  func spelling(_ kind: ColumnKind, _ numbers: [Number], _ texts: [String]) {
    let spelling = NumberText(kind: kind, cells: .numbers(numbers))
    #expect(numbers.map(spelling.text) == texts)
  }
}
