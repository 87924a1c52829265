import Testing
import TestSupport

@testable import MPQAPI

struct JSONTests {
  @Test(arguments: [
    (#"{"b":1,"a":[true,false,null,"x"]}"#, #"{"b": 1, "a": [true, false, null, "x"]}"#),
    (" [ ] ", "[]"),
    ("{}", "{}"),
    ("-0.50e+10", "-0.50e+10"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    (#""a\u00e9\n\ud83d\ude00\/""#, #""aé\n😀/""#),
    (#""\u0001\u007f""#, #""\u0001\u007f""#),
    ("\"e\u{301} \u{e9}\"", "\"e\u{301} \u{e9}\""),
  ])
  func keepsOrderAndSpelling(_ text: String, _ written: String) throws {
    let value = try JSONReader.read(Array(text.utf8))
    #expect(Array(JSONWriter.bytes(value)) == Array(written.utf8))
    #expect(try JSONReader.read(JSONWriter.bytes(value, isCompact: true)) == value)
  }

  @Test(arguments: [
    ("", "unexpected end"),
    ("[1,", "unexpected end"),
    ("[1 2]", "expected ',' or ']'"),
    ("{\"a\" 1}", "expected ':'"),
    ("{\"a\":1,}", "expected a name in quotes"),
    (#"{"a":1,"\u0061":2}"#, "duplicate name"),
    ("01", "text after the value"),
    ("-", "expected a digit"),
    ("1.", "expected a digit"),
    ("1e+", "expected a digit"),
    ("nul", "unknown word"),
    ("'a'", "expected a value"),
    ("NaN", "expected a value"),
    ("\"a", "unterminated string"),
    ("\"a\u{1}\"", "control character in a string"),
    (#""\x""#, "an unknown escape"),
    (#""\ud800""#, "unpaired surrogate"),
    (#""\udc00""#, "unpaired surrogate"),
    (#""\u+123""#, "expected four hexadecimal digits"),
    ("1 1", "text after the value"),
    (String(repeating: "[", count: 65), "more than 64 levels"),
  ])
  func refuses(_ text: String, _ reason: String) {
    let problem = #expect(throws: JSONReader.Problem.self) {
      try JSONReader.read(Array(text.utf8))
    }
    #expect(problem?.reason == reason)
  }

  @Test(arguments: [
    [UInt8]([0x22, 0xff, 0x22]), [0x22, 0xc0, 0x80, 0x22],
    [0x22, 0x5c, 0x6e, 0xed, 0xa0, 0x80, 0x22],
  ])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    #expect(throws: JSONReader.Problem.self) { try JSONReader.read(bytes) }
  }

  @Test func composedAndDecomposedNamesDiffer() throws {
    let value = try JSONReader.read(Array("{\"\u{e9}\": 1, \"e\u{301}\": 2}".utf8))
    #expect(value["\u{e9}"] == .integer(1))
    #expect(value["e\u{301}"] == .integer(2))
  }

  @Test func manyNamesAreComparedToo() {
    let names = (0..<40).map { "\"n\($0)\": 0" } + ["\"n3\": 1"]
    let text = "{\(names.joined(separator: ","))}"
    #expect(throws: JSONReader.Problem.self) { try JSONReader.read(Array(text.utf8)) }
  }

  /// Reading any bytes ends, and what was read can be written and read again.
  @Test func randomBytesNeverTrap() throws {
    var random = SeededGenerator(20)
    let alphabet = Array("{}[]\",:\\u0123456789eE+-.tfnrals \u{e9}".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).compactMap { _ in
        alphabet.randomElement(using: &random)
      }
      guard let value = try? JSONReader.read(bytes) else { continue }
      #expect(try JSONReader.read(JSONWriter.bytes(value)) == value)
    }
  }
}
