import Testing

@testable import MPQShell

struct KeyDecoderTests {
  private typealias Key = KeyDecoder.Key

  /// All keys of bytes that are received at once, with nothing after them.
  private func keys(_ bytes: [UInt8]) -> [KeyDecoder.Key] {
    var decoder = KeyDecoder()
    decoder.feed(bytes)
    return keys(of: &decoder, isAtRest: true)
  }

  private func keys(of decoder: inout KeyDecoder, isAtRest: Bool = false) -> [KeyDecoder.Key] {
    var keys: [KeyDecoder.Key] = []
    while let key = decoder.next(isAtRest: isAtRest) { keys.append(key) }
    return keys
  }

  @Test(arguments: [
    ("a\u{1}\r", ["a", "\u{1}", "\r"]),
    ("é日🎉", ["é", "日", "🎉"]),
    // One character may be several scalars.
    ("e\u{301}", ["e", "\u{301}"]),
    ("\0", ["\0"]),
    ("\u{1b}", ["\u{1b}"]),
    ("\u{1b}b", ["\u{1b}", "b"]),
    // Not a sequence, whatever follows.
    ("\u{1b}[\u{1}", ["\u{1b}", "[", "\u{1}"]),
    ("\u{1b}O\r", ["\u{1b}", "O", "\r"]),
    // The private keys of the editor cannot be typed.
    ("a\u{80}\u{9f}\u{a0}", ["a", "\u{a0}"]),
  ])
  func scalars(_ text: String, _ expected: [Unicode.Scalar]) {
    #expect(keys(Array(text.utf8)) == expected.map { .scalar($0) })
  }

  @Test(
    arguments: [
      ([0xff, 0x61], ["\u{fffd}", "a"]),
      ([0xc3, 0x28], ["\u{fffd}", "("]),
      ([0x80], ["\u{fffd}"]),
      ([0xe6, 0x97], ["\u{fffd}"]),
      // A surrogate, and a form that is too long.
      ([0xed, 0xa0, 0x80, 0x61], ["\u{fffd}", "\u{fffd}", "\u{fffd}", "a"]),
      ([0xc0, 0xaf], ["\u{fffd}", "\u{fffd}"]),
    ] as [([UInt8], [Unicode.Scalar])])
  func bytesThatAreNotUTF8(_ bytes: [UInt8], _ expected: [Unicode.Scalar]) {
    #expect(keys(bytes) == expected.map { .scalar($0) })
  }

  @Test(arguments: [
    "\u{1b}[A", "\u{1b}OA", "\u{1b}[3~", "\u{1b}[1;5C", "\u{1b}[?1;2 q",
    // F5, F12, Ctrl-Del, Shift-Up, F1 with a modifier, F1 of Linux's console.
    "\u{1b}[15~", "\u{1b}[24~", "\u{1b}[3;5~", "\u{1b}[1;2A", "\u{1b}O5P", "\u{1b}[[A",
    // Keys of kitty, the focus, the mouse (SGR, urxvt), the cursor's place, attributes.
    "\u{1b}[97;5u", "\u{1b}[I", "\u{1b}[<0;10;10M", "\u{1b}[32;10;10m", "\u{1b}[12;40R",
    "\u{1b}[?62;22c", "\u{1b}[>41;390;0c",
  ])
  func sequences(_ text: String) {
    #expect(keys(Array("\(text)a".utf8)) == [.sequence(Array(text.utf8)), .scalar("a")])
  }

  /// Reports of terminals that are not keys are dropped completely.
  @Test(arguments: [
    // The mouse: X10, SGR, urxvt.
    "\u{1b}[M !!", "\u{1b}[M\u{7f}\u{7f}\u{7f}",
    // Answers: colours, titles, the clipboard, versions, settings, capabilities, pictures.
    "\u{1b}]11;rgb:0000/0000/0000\u{7}", "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\",
    "\u{1b}]lmpq\u{1b}\\", "\u{1b}]52;c;bXBx\u{7}", "\u{1b}P>|xterm(390)\u{1b}\\",
    "\u{1b}P1$r0m\u{1b}\\", "\u{1b}P0+r\u{1b}\\", "\u{1b}P!|00000000\u{1b}\\",
    "\u{1b}_Gi=1;OK\u{1b}\\",
    // Broken off, as by CAN, or by another sequence.
    "\u{1b}]11;rgb:00\u{18}\u{1b}[M !!",
  ])
  func reports(_ text: String) {
    #expect(keys(Array("\(text)a".utf8)).filter { $0 != .scalar("\u{18}") } == [.scalar("a")])
  }

  /// A truncated sequence is dropped once nothing follows.
  @Test(arguments: [
    "\u{1b}[1;5", "\u{1b}[M !", "\u{1b}]11;rgb:0", "\u{1b}P1$r", "\u{1b}]11;\u{1b}",
  ])
  func cutOff(_ text: String) {
    var decoder = KeyDecoder()
    decoder.feed(Array(text.utf8))
    #expect(keys(of: &decoder).isEmpty)
    let rest = keys(of: &decoder, isAtRest: true)
    #expect(rest.allSatisfy { $0 == .scalar("\u{1b}") })
  }

  /// Alt with the letters that begin answers.
  @Test(arguments: ["]", "P", "_", "[", "O"])
  func altKeys(_ letter: String) {
    let scalars = letter.unicodeScalars.map { KeyDecoder.Key.scalar($0) }
    #expect(keys(Array("\u{1b}\(letter)".utf8)) == [.scalar("\u{1b}")] + scalars)
    #expect(keys(Array("\u{1b}]a".utf8)) == [.scalar("\u{1b}"), .scalar("]"), .scalar("a")])
  }

  @Test func longSequencesAreDropped() {
    let text = "\u{1b}[" + String(repeating: "1", count: 4000)
    #expect(keys(Array(text.utf8)).isEmpty)
  }

  @Test(arguments: [
    ("\u{1b}[200~a\nb\u{1b}[201~", "a\nb"), ("\u{1b}[200~\u{1b}[201~", ""),
    // An end within; and what looks like one.
    ("\u{1b}[200~\u{1b}[200~\u{1b}[20\u{1b}[201~", "\u{1b}[200~\u{1b}[20"),
    // The end is missing.
    ("\u{1b}[200~a\u{1b}[20", "a\u{1b}[20"),
  ])
  func pastes(_ text: String, _ expected: String) {
    #expect(keys(Array(text.utf8)) == [.paste(Array(expected.utf8))])
  }

  @Test func nothingIsGuessedBeforeItIsWhole() {
    let text = "日\u{1b}[1;5C\u{1b}OAé\u{1b}[200~x\u{1b}[2y\u{1b}[201~z"
    let whole = keys(Array(text.utf8))
    #expect(whole.count == 6)
    var decoder = KeyDecoder()
    var found: [KeyDecoder.Key] = []
    for byte in text.utf8 {
      decoder.feed([byte])
      found += keys(of: &decoder)
    }
    #expect(found == whole)
    #expect(!decoder.isInside)
  }

  @Test func escapeWaitsForWhatFollows() {
    var decoder = KeyDecoder()
    decoder.feed([0x1b])
    #expect(decoder.next(isAtRest: false) == nil)
    #expect(decoder.isInside)
    #expect(decoder.next(isAtRest: true) == .scalar("\u{1b}"))
    #expect(!decoder.isInside)
  }

  @Test func aPasteHasALimit() {
    func paste(_ count: Int) -> [KeyDecoder.Key] {
      var decoder = KeyDecoder()
      decoder.feed(Array("\u{1b}[200~".utf8))
      var found: [KeyDecoder.Key] = []
      var rest = count
      while rest > 0 {
        decoder.feed(Array(repeating: 0x61, count: min(rest, 65_536)))
        rest -= 65_536
        found += keys(of: &decoder)
      }
      decoder.feed(Array("\u{1b}[201~b".utf8))
      return found + keys(of: &decoder)
    }
    let limit = KeyDecoder.pasteLimit
    #expect(paste(limit) == [.paste(Array(repeating: 0x61, count: limit)), .scalar("b")])
    #expect(paste(limit + 1) == [.pasteTooLong, .scalar("b")])
    #expect(paste(3 * limit) == [.pasteTooLong, .scalar("b")])
  }

  /// Any bytes in any pieces are consumed without a trap.
  @Test func anyBytes() {
    var generator = SystemRandomNumberGenerator()
    let pieces = ["\u{1b}", "[", "200~", "\u{1b}[201~", "O", "é", "a", ";", "\u{9b}"]
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<30, using: &generator) {
        if Bool.random(using: &generator) {
          bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8)
        } else {
          bytes.append(UInt8.random(in: .min ... .max, using: &generator))
        }
      }
      var decoder = KeyDecoder()
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &generator)
        decoder.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
        _ = keys(of: &decoder)
      }
      _ = keys(of: &decoder, isAtRest: true)
      #expect(!decoder.isInside, "\(bytes)")
    }
  }
}
