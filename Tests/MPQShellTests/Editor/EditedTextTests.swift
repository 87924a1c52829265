import Testing

@testable import MPQShell

struct EditedTextTests {
  @Test(arguments: [
    (0, 0), (1, 1), (2, 3), (3, 6), (4, 10), (5, 11), (6, 13),
  ])
  func offsets(_ scalar: Int, _ byte: Int) {
    let text = EditedText(entry: "aé日🎉e\u{301}")
    #expect(text.byteOffset(ofScalar: scalar) == byte)
    #expect(text.scalarOffset(ofByte: byte) == scalar)
  }

  @Test(arguments: [-1, 2, 4, 5, 7, 9, 12, 14, .max, .min])
  func offsetsThatAreNoEdges(_ byte: Int) {
    #expect(EditedText(entry: "aé日🎉e\u{301}").scalarOffset(ofByte: byte) == nil)
  }

  @Test func nothingHasOneEdge() {
    #expect(EditedText(entry: "").scalarOffset(ofByte: 0) == 0)
    #expect(EditedText(entry: "").scalarOffset(ofByte: 1) == nil)
  }

  @Test func codesThatAreNoScalars() {
    #expect(EditedText(codes: [0x61, 0xd800, 0x11_0000, 0x65e5]).string == "a\u{fffd}\u{fffd}日")
  }

  @Test(arguments: [
    ("a\rb", "a\nb"), ("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\n\rb", "a\n\nb"),
    ("a\r\r\n\nb", "a\n\n\nb"), ("\na", "\na"), ("a\n", "a"), ("a\r\n\r\n", "a"), ("\n\n", ""),
    ("a\tb", "a\tb"), ("a\u{1b}[31mb", "a[31mb"), ("\0\u{1}\u{7f}\u{9b}x", "x"),
    ("日本 🎉", "日本 🎉"),
  ])
  func pasted(_ text: String, _ expected: String) {
    let pasted = EditedText(pasted: Array(text.utf8)).string
    #expect(pasted.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test func pastedBytesThatAreNotUTF8() {
    #expect(EditedText(pasted: [0x61, 0xff, 0x62]).string == "a\u{fffd}b")
  }

  @Test(arguments: [("a\nb\t", "a\nb\t"), ("a\0b\r\u{1b}", "ab")])
  func entries(_ text: String, _ expected: String) {
    #expect(EditedText(entry: text).string == expected)
  }
}

struct PromptTextTests {
  @Test(arguments: [
    ("mpq> ", "mpq> ", "mpq> "),
    ("\u{1b}[1mmpq\u{1b}[0m> ", "\u{1}\u{1b}[1m\u{1}mpq\u{1}\u{1b}[0m\u{1}> ", "mpq> "),
    // One run of two.
    ("\u{1b}[1m\u{1b}[38;5;4mé> ", "\u{1}\u{1b}[1m\u{1b}[38;5;4m\u{1}é> ", "é> "),
    // libedit drops a sequence at the end.
    ("mpq>\u{1b}[0m", "mpq>\u{1}\u{1b}[0m\u{1} ", "mpq> "),
    // Other control characters and marks are removed.
    ("a\u{1b}b\u{1}\n\u{9b}c", "abc", "abc"),
    ("a\u{1b}[", "a[", "a["),
    ("a\u{1b}[12é", "a[12é", "a[12é"),
    ("", "", ""),
  ])
  func marks(_ prompt: String, _ marked: String, _ seen: String) {
    let text = PromptText(prompt)
    #expect(text.marked == Array(marked.unicodeScalars))
    #expect(text.seen == Array(seen.unicodeScalars))
  }
}

struct ScreenPlaceTests {
  /// On ten columns; `*` is as wide as an escape of seven characters.
  @Test(arguments: [
    ("", 0, 0), ("abc", 0, 3), ("日", 0, 2), ("e\u{301}", 0, 1),
    // A full row ends.
    ("0123456789", 1, 0), ("012345678901", 1, 2),
    // A character that does not fit goes to the next row.
    ("012345678日", 1, 2), ("01234567日", 1, 0),
    ("a\nbc", 1, 2), ("\n\n", 2, 0), ("0123456789\na", 2, 1),
    ("\ta", 0, 9), ("0123456789\ta", 1, 9), ("012345678\ta", 1, 1),
    ("*", 0, 7), ("01234*", 1, 2),
  ])
  func advances(_ text: String, _ row: Int, _ column: Int) {
    var place = ScreenPlace()
    place.advance(over: text.unicodeScalars, columns: 10) { scalar in
      switch scalar {
      case "日": 2
      case "\u{301}": 0
      case "*": 7
      default: 1
      }
    }
    #expect(place == ScreenPlace(row: row, column: column))
  }
}

struct ViKeysTests {
  @Test(arguments: ["[A", "OB", "[H", "[3~", "[1;5C"])
  func known(_ keys: String) {
    let key = ViKeys.key(for: [0x1b] + Array(keys.utf8))
    #expect(key.map { (0x81...0x9f).contains($0) } == true)
  }

  @Test(arguments: ["[15~", "[Z", "[200~", "A", ""])
  func unknown(_ keys: String) {
    #expect(ViKeys.key(for: [0x1b] + Array(keys.utf8)) == nil)
  }
}
