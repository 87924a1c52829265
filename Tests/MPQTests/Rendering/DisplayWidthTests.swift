import Testing

@testable import MPQ

/// How many columns texts take, and how they are cut.
struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("log in", 6), ("größe", 5), ("gro\u{308}ße", 5), ("—…–│", 4),
    // Wide and half-wide letters.
    ("漢字", 4), ("한국어", 6), ("\u{1112}\u{1161}\u{11ab}", 2), ("ｗｉｄｅ", 8), ("ﾊﾝｶｸ", 4),
    // Letters with marks that take no space, and from right to left.
    ("नमस्ते", 4), ("สวัสดี", 4), ("שלום", 4), ("مَرحبا", 5),
    // Emoji: on their own, and made of several scalars.
    ("👍", 2), ("👍🏽", 2), ("☝", 1), ("☝🏽", 2), ("❤", 1), ("❤\u{fe0f}", 2), ("❤️‍🔥", 2),
    ("👩🏽‍🚀", 2), ("👨‍👩‍👧", 2), ("🏳️‍🌈", 2), ("🏴‍☠️", 2), ("👁‍🗨", 2), ("©", 1), ("©\u{fe0f}", 2),
    ("1\u{fe0f}\u{20e3}", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4),
    // Not emoji, but similar.
    ("a🏽", 3), ("👍🏽🏽", 4), ("a\u{200d}b", 2), ("👍\u{200d}b", 3),
  ])
  func width(_ text: String, _ width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test(arguments: [
    ("play song", 9, "play song"), ("play song", 8, "play so…"), ("play song", 1, "…"),
    ("play song", 0, ""), ("漢字", 4, "漢字"), ("漢字", 3, "漢…"), ("漢字漢字", 4, "漢…"),
    ("größe", 5, "größe"), ("größe", 4, "grö…"), ("👩🏽‍🚀👩🏽‍🚀", 3, "👩🏽‍🚀…"), ("e\u{301}ab", 2, "e\u{301}…"),
  ])
  func cutting(_ text: String, _ width: Int, _ expected: String) {
    #expect(Array(fit(text, to: width).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("play song", 8, "play ..."), ("play song", 3, "..."), ("play song", 2, ".."),
    ("play song", 9, "play song"), ("play song", -1, ""),
  ])
  func cuttingWithAnotherMark(_ text: String, _ width: Int, _ expected: String) {
    #expect(fit(text, to: width, mark: "...") == expected)
  }
}
