import MPQSyntax
import TestSupport

/// Generates random trees of every form of script.
struct ProgramGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed) }

  /// A script of up to four statements.
  mutating func script() -> Script {
    Script(
      statements: (0..<random.below(5)).map { _ in
        Statement(query(), isExplain: random.below(4) == 0)
      })
  }

  private mutating func query() -> Query {
    Query(kind(), clauses: clauses())
  }

  private mutating func kind() -> Query.Kind {
    switch random.below(10) {
    case 0: .events(names())
    case 1: .topEvents
    case 2: .retention(names())
    case 3: .funnel(names())
    case 4: .show(.events)
    case 5: .show(.funnels)
    case 6: .show(.propertiesOfEvent(names()))
    case 7: .show(.propertiesOfFunnel(names()))
    case 8: .show(.valuesOf(name(), events: names()))
    default: .show(.datesOfFunnel(names()))
    }
  }

  private mutating func clauses() -> [Clause] {
    let all: [Clause.Kind] = [
      .measure(random.pick(MeasureWord.allCases)),
      .window(random.pick(UnitWord.allCases), count: .number(count())),
      .by(name(), values: random.below(2) == 0 ? nil : values()),
      .limit(.number(count())),
    ]
    return all.shuffled(using: &random).prefix(random.below(5)).map { Clause($0) }
  }

  private mutating func count() -> Int {
    random.pick([1, 7, 30, 999_999_999, 1 + random.below(999_999_999)])
  }

  private mutating func names() -> [Name] { (0...random.below(3)).map { _ in name() } }

  private mutating func name() -> Name {
    let text = text()
    return Name(text.isEmpty ? "x" : text)
  }

  private mutating func values() -> [Value] {
    (0...random.below(3)).map { _ in
      random.below(3) == 0
        ? Value(.number(random.pick(["0", "-1", "1.50", "-0.001", "13056123450000000000"])))
        : Value(.text(text()))
    }
  }

  /// A text of words, signs, reserved words, and characters that are hard to print.
  private mutating func text() -> String {
    let parts = [
      "signup", "play song", "days", "Events", "-", "--", "7", "404", "$browser", "_", "größe",
      "e\u{301}", "é", "日本語", "🎉", "👩‍💻", "\"", "'", "\\", "\n", "\t", "\r\n", "#", ";", ",", "(",
      "\u{1B}[2J", "\u{202E}", "\u{200B}", "\u{FEFF}", "\u{A0}", "“", "–", "\u{301}", " ", "\u{85}",
      "\u{7F}", "\u{10FFFF}", "\u{E0001}", "\u{2028}", "in", "",
    ]
    return (0..<random.below(4)).map { _ in random.pick(parts) }.joined()
  }
}
