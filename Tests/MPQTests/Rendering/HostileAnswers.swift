import MPQAPI

@testable import MPQ

/// Answers with names and values that nobody would wish for, the same ones in each run.
struct HostileAnswers {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next(below limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((bits ^ (bits >> 31)) % UInt64(limit))
  }

  private static let pieces: [String] = [
    "a", "log in", " ", "", ",", "\"", "'", "\\", "|", "`", "*", "_", "<b>", "&amp;", "[x](y)", "#",
    "=1+2", "+", "-", "@", "\t", "\n", "\r", "\r\n", "\u{0}", "\u{1b}[2J", "\u{7f}", "\u{9b}",
    "é", "e\u{301}", "\u{301}", "漢字", "한", "\u{1161}", "שלום", "नमस्ते", "\u{202e}", "\u{2066}",
    "\u{200b}", "\u{200d}", "\u{fe0f}", "\u{feff}", "\u{2028}", "\u{e0041}", "\u{fffe}", "👍", "🏽",
    "👩🏽‍🚀", "❤️", "🇩", "🇪", "1\u{fe0f}\u{20e3}", "\u{10ffff}", "\u{3164}", "\\N", "\\n", "…", "–",
  ]

  private mutating func text() -> String {
    (0..<next(below: 6)).map { _ in Self.pieces[next(below: Self.pieces.count)] }.joined()
  }

  private mutating func cell(_ kind: Table.Column.Kind) -> Table.Cell {
    if next(below: 8) == 0 { return .null }
    switch kind {
    case .text: return .text(text())
    case .date: return .text(CivilDate(dayNumber: next(below: 20_000)).description)
    case .integer: return .number(.integer(next(below: 1 << next(below: 62)) - 5))
    case .number, .fraction:
      return .number(.double(Double(next(below: 1_000)) / Double(1 + next(below: 1_000_000))))
    }
  }

  /// The next answer: up to eight columns and a dozen rows.
  mutating func next() -> Answer {
    let kinds: [Table.Column.Kind] = [.text, .date, .integer, .number, .fraction]
    let keyCount = next(below: 3)
    let columns = (0...next(below: 8)).map {
      Table.Column(text(), kinds[next(below: kinds.count)], isKey: $0 < keyCount)
    }
    let rows = (0..<next(below: 12)).map { _ in columns.map { cell($0.kind) } }
    return Answer(
      query: text(), table: Table(columns: columns, rows: rows),
      window: Answer.ResolvedWindow(unit: .week, from: text(), to: text()),
      notes: [
        .unknown(.init(.event, text()), nearest: [text()]),
        .noValues(
          [text()], property: text(), .init(.funnel, text()), .buckets(from: text(), to: text())),
      ])
  }
}
