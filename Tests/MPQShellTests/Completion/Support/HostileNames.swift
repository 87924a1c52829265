import TestSupport

/// Generates hostile names, all different.
struct HostileNames {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed) }

  private static let parts = [
    "signup", "Signup", "play song", "days", "Events", "in", "by", "funnel", "-", "--", "7", "404",
    "1.5", "007", "$browser", "_", ".", ":", "/", "größe", "e\u{301}", "é", "Å", "A\u{30A}", "日本語",
    "🎉", "👩‍💻", "🇩🇪", "\"", "'", "\\", "\\n", "\\u{", "\n", "\t", "\r\n", "\r", "#", ";", ",", "(",
    ")", "|", "=", "\u{1B}[2J", "\u{7}", "\u{202E}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{FEFF}",
    "\u{A0}", "“", "”", "–", "\u{301}", " ", "  ", "\u{85}", "\u{7F}", "\u{10FFFF}", "\u{E0001}",
    "\u{2028}", "\u{3000}", "（", "İ", "ß", "Σ", "ς", "\u{1}",
  ]

  /// `count` names; a few of them are long.
  mutating func make(_ count: Int) -> [String] {
    (0..<count).map { number in
      var text = (0..<1 + random.below(4)).map { _ in random.pick(Self.parts) }.joined()
      if random.below(5_000) == 0 { text = String(repeating: text, count: 200) }
      // The unique part is at a random place.
      let mark = String(number, radix: 36)
      return random.below(2) == 0 ? text + mark : mark + text
    }
  }
}
