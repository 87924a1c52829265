import TestSupport
import Testing

@testable import MPQAPI

/// Numbers that are equal have one spelling.
///
/// Tests/Oracle/test_shortest.py has the same facts.
@Suite struct ShortestNumberTests {
  @Test(arguments: [
    ("1", "1"),
    ("1.0", "1"),
    ("1e0", "1"),
    ("10E-1", "1"),
    ("0.1e1", "1"),
    ("0", "0"),
    ("-0", "0"),
    ("-0.0", "0"),
    ("0e5", "0"),
    ("0e99999999999999999999", "0e99999999999999999999"),
    ("-1.50", "-1.5"),
    ("100", "100"),
    ("1e2", "100"),
    ("1.5e3", "1500"),
    ("0.10", "0.1"),
    ("0.000001", "0.000001"),
    ("1e-6", "0.000001"),
    ("0.0000001", "1e-7"),
    ("12e-8", "1.2e-7"),
    ("100000000000000000000", "100000000000000000000"),
    ("1e20", "100000000000000000000"),
    ("1e21", "1e21"),
    ("1000000000000000000000", "1e21"),
    ("1.0e+0022", "1e22"),
    ("9007199254740993", "9007199254740993"),
    ("9007199254740993.0", "9007199254740993"),
    ("9007199254740993e0", "9007199254740993"),
    ("9007199254740992", "9007199254740992"),
    ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
    ("0.1000000000000000055511151231257827", "0.1"),
    ("0.10000000000000001", "0.1"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("3.141592653589793", "3.141592653589793"),
    ("9007199254740993.5", "9007199254740994"),
    ("0.99999999999999999999", "1"),
    ("5e-324", "5e-324"),
    ("4.9e-324", "5e-324"),
    ("1e-400", "1e-400"),
    ("10e-401", "1e-400"),
    ("1e400", "1e400"),
    ("10e399", "1e400"),
    ("1e999999999999999", "1e999999999999999"),
    ("1e1000000000000000", "1e1000000000000000"),
    ("1.50e1000000000000000", "1.50e1000000000000000"),
  ])
  func spellings(_ number: String, _ expected: String) {
    #expect(ShortestNumber.spelling(of: number) == expected)
    #expect(ShortestNumber.spelling(of: expected) == expected)
  }

  @Test(arguments: [
    "", "-", "1.", ".5", "01", "+1", "1e", "1e+", "1 ", "0x1", "1.0.0", "NaN", "1,0",
  ])
  func otherTexts(_ text: String) {
    #expect(ShortestNumber.spelling(of: text) == text)
  }

  private static func text(of value: String) -> String? {
    var value = value
    return value.withUTF8 { ShortestNumber.text(ofValue: UnsafeRawBufferPointer($0)) }
  }

  @Test(arguments: [
    ("1.0", "1"), ("[1.0]", "[1]"),
    ("[1,{\"a\":-0.0,\"b\":\"1.0\"},null]", "[1,{\"a\":0,\"b\":\"1.0\"},null]"),
    ("1", nil), ("[1]", nil), ("true", nil), ("null", nil), ("{}", nil), ("[1.0", nil), ("", nil),
    ("1.0 kg", nil), ("[\"1.0\"]", nil), ("[1, 2]", nil),
  ])
  func values(_ value: String, _ expected: String?) {
    #expect(Self.text(of: value) == expected)
  }

  /// Whatever the digits are, the spelling is a number of the same double, and stays as it is.
  @Test func randomNumbers() throws {
    var random = SeededGenerator(9)
    func digits(_ count: ClosedRange<Int>) -> String {
      (0..<Int.random(in: count, using: &random)).map { _ in
        String([0, 0, 0, 9, 5, 1].randomElement(using: &random) ?? 7)
      }.joined()
    }
    for _ in 0..<20_000 {
      let whole = ["0", "1", "9\(digits(0...30))"].randomElement(using: &random) ?? "0"
      let fraction = Bool.random(using: &random) ? ".\(digits(1...25))" : ""
      let power = Int.random(in: -400...400, using: &random)
      let exponent = Bool.random(using: &random) ? "e\(power)" : ""
      let sign = Bool.random(using: &random) ? "-" : ""
      let number = sign + whole + fraction + exponent
      let spelling = ShortestNumber.spelling(of: number)
      #expect(Double(spelling) == Double(number), "\(number)")
      #expect(ShortestNumber.spelling(of: spelling) == spelling, "\(number)")
      #expect(try JSONReader.read(Array(spelling.utf8)) == .number(spelling))
    }
  }
}
