import Testing

@testable import MPQShell

struct KeyDecoderTests {
  private typealias Key = KeyDecoder.Key

  /// All keys of bytes that come at once, after which nothing follows.
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
    // What belongs to one character may be several scalars.
    ("e\u{301}", ["e", "\u{301}"]),
    ("\0", ["\0"]),
    ("\u{1b}", ["\u{1b}"]),
    ("\u{1b}b", ["\u{1b}", "b"]),
    // No sequence, however it goes on.
    ("\u{1b}[\u{1}", ["\u{1b}", "[", "\u{1}"]),
    ("\u{1b}O\r", ["\u{1b}", "O", "\r"]),
    // The editor's own keys cannot be typed.
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

  @Test(arguments: ["\u{1b}[A", "\u{1b}OA", "\u{1b}[3~", "\u{1b}[1;5C", "\u{1b}[?1;2 q"])
  func sequences(_ text: String) {
    #expect(keys(Array("\(text)a".utf8)) == [.sequence(Array(text.utf8)), .scalar("a")])
  }

  @Test func noSequenceIsLonger() {
    let text = "\u{1b}[" + String(repeating: "1", count: 40)
    #expect(keys(Array(text.utf8)).first == .scalar("\u{1b}"))
    #expect(keys(Array(text.utf8)).count == 42)
  }

  @Test(arguments: [
    ("\u{1b}[200~a\nb\u{1b}[201~", "a\nb"), ("\u{1b}[200~\u{1b}[201~", ""),
    // An end within; and what looks like one.
    ("\u{1b}[200~\u{1b}[200~\u{1b}[20\u{1b}[201~", "\u{1b}[200~\u{1b}[20"),
    // The end got lost.
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

  /// Whatever comes, in whatever pieces, it is used up, and nothing traps.
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
