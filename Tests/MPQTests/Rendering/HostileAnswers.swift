import MPQAPI
import MPQCompiler
import TestSupport

@testable import MPQ

/// Answers with odd names and values, the same ones in each run.
struct HostileAnswers {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed)
  }

  private static let pieces: [String] = [
    "a", "log in", " ", "", ",", "\"", "'", "\\", "|", "`", "*", "_", "<b>", "&amp;", "[x](y)", "#",
    "=1+2", "+", "-", "@", "\t", "\n", "\r", "\r\n", "\u{0}", "\u{1b}[2J", "\u{7f}", "\u{9b}",
    "é", "e\u{301}", "\u{301}", "漢字", "한", "\u{1161}", "שלום", "नमस्ते", "\u{202e}", "\u{2066}",
    "\u{200b}", "\u{200d}", "\u{fe0f}", "\u{feff}", "\u{2028}", "\u{e0041}", "\u{fffe}", "👍", "🏽",
    "👩🏽‍🚀", "❤️", "🇩", "🇪", "1\u{fe0f}\u{20e3}", "\u{10ffff}", "\u{3164}", "\\N", "\\n", "…", "–",
  ]

  private mutating func text() -> String {
    (0..<random.below(6)).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
  }

  private mutating func cell(_ kind: ColumnKind) -> Table.Cell {
    if random.below(8) == 0 { return .null }
    switch kind {
    case .text: return .text(text())
    case .date: return .text(CivilDate(dayNumber: random.below(20_000)).description)
    case .integer: return .number(.integer(random.below(1 << random.below(62)) - 5))
    case .number, .fraction:
      return .number(.double(Double(random.below(1_000)) / Double(1 + random.below(1_000_000))))
    }
  }

  /// The next answer: up to eight columns and a dozen rows.
  mutating func next() -> Answer {
    let kinds: [ColumnKind] = [.text, .date, .integer, .number, .fraction]
    let keyCount = random.below(3)
    let columns = (0...random.below(8)).map {
      Table.Heading(text(), kinds[random.below(kinds.count)], isKey: $0 < keyCount)
    }
    let rows = (0..<random.below(12)).map { _ in columns.map { cell($0.kind) } }
    return Answer(
      query: text(), table: Table(headings: columns, rows: rows),
      window: Answer.ResolvedWindow(unit: .week, from: text(), to: text()),
      notes: [
        .unknown(.init(.event, text()), nearest: [text()]),
        .noValues(
          [text()], property: text(), .init(.funnel, text()), .buckets(from: text(), to: text())),
      ])
  }
}
