import MPQAPI
import Testing
import TestSupport

@testable import MPQShell

struct HistoryFormatTests {
  @Test(arguments: [
    ("top events", "top events\n"),
    ("events a\n  by b", #"events a\n  by b"# + "\n"),
    (#"events "a\"b""#, #"events "a\\"b""# + "\n"),
    (#"\n"#, #"\\n"# + "\n"),
    (#"a\"# + "\n", #"a\\\n"# + "\n"),
    ("é日本\u{1F600}\r\t\u{0}", "é日本\u{1F600}\r\t\u{0}\n"),
  ])
  func oneEntryIsOneLine(_ entry: String, _ line: String) {
    #expect(HistoryFormat.line(entry) == Array(line.utf8))
    #expect(HistoryFormat.entries(Array(line.utf8)[...]).map(ByteText.init) == [ByteText(entry)])
  }

  @Test(arguments: [
    ([UInt8]("a\nb".utf8), ["a"]),  // torn
    (Array("torn".utf8), []),
    (Array("a\n\n\nb\n".utf8), ["a", "b"]),
    ([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62, 0x0a], ["a", "b"]),  // no UTF-8
    ([0xc3, 0x0a, 0xa9, 0x0a], []),
    (Array("\\d \\\n".utf8), [#"\d \"#]),  // written by another program
  ])
  func invalidLinesAreLeftOut(_ bytes: [UInt8], _ entries: [String]) {
    #expect(HistoryFormat.entries(bytes[...]) == entries)
  }

  /// All entries read back byte for byte, in order.
  @Test func everythingReadsBack() {
    var numbers = SeededGenerator(17)
    let pieces = ["\\", "\n", "n", "\r\n", " ", "\"", "é", "e\u{301}", "日", "\u{0}", "\u{1B}[A"]
    for _ in 0..<2_000 {
      let entries = (0..<Int.random(in: 1...8, using: &numbers)).map { _ in
        (0...Int.random(in: 0...9, using: &numbers)).map { _ in
          pieces.randomElement(using: &numbers) ?? "x"
        }.joined()
      }
      let file = entries.flatMap(HistoryFormat.line)
      #expect(HistoryFormat.entries(file[...]).map(ByteText.init) == entries.map(ByteText.init))
    }
  }
}
