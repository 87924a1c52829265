/// The line that a diagnostic is about, as it is shown, and the carets that go under it.
struct SourceExcerpt {
  /// The greatest number of columns that are shown of a line.
  static let columnLimit = 100
  /// What is shown before the span when a line is cut.
  private static let leadLimit = 40
  private static let tabStop = 4

  /// The line, or the part of it around the span; it contains no control characters.
  let line: String
  /// Blanks and then carets, for the columns of `line`.
  let underline: String

  /// One character as a reader sees it.
  private struct Piece {
    var text: String
    var width: Int
    var isMarked: Bool
  }

  /// Shows the line on which `span` begins.
  init(of span: SourceSpan, in source: SourceText, width: (Unicode.Scalar) -> Int) {
    let line = source.lineSpan(at: span.lower)
    let near = Self.neighbourhood(of: span.lower, in: line, of: source)
    let pieces = Self.pieces(of: near, marking: span, in: source, width: width)
    let window = Self.window(over: pieces)
    let shown = pieces[window]
    let start = window.lowerBound > 0 || near.lower > line.lower ? "…" : ""
    let end = window.upperBound < pieces.count || near.upper < line.upper ? "…" : ""
    self.line = start + shown.map(\.text).joined() + end
    let blanks = shown.prefix { !$0.isMarked }.reduce(start.count) { $0 + $1.width }
    let carets = shown.filter(\.isMarked).reduce(0) { $0 + $1.width }
    underline =
      String(repeating: " ", count: blanks) + String(repeating: "^", count: max(1, carets))
  }

  /// The bytes of `line` that could be shown, so that a line of a megabyte is not measured.
  private static func neighbourhood(
    of offset: Int, in line: SourceSpan, of source: SourceText
  ) -> SourceSpan {
    let byteLimit = 16 * columnLimit
    var lower = max(line.lower, min(offset, line.upper) - byteLimit)
    var upper = min(line.upper, max(offset, line.lower) + byteLimit)
    while lower > line.lower, source.bytes[lower].isContinuation { lower -= 1 }
    while upper < line.upper, source.bytes[upper].isContinuation { upper += 1 }
    return SourceSpan(lower: lower, upper: upper)
  }

  private static func pieces(
    of near: SourceSpan, marking span: SourceSpan, in source: SourceText,
    width: (Unicode.Scalar) -> Int
  ) -> [Piece] {
    var pieces: [Piece] = []
    var offset = near.lower
    var column = 0
    for character in source[near] {
      let length = character.utf8.count
      // An empty span is marked before the character at its position.
      if span.count == 0, offset == span.lower {
        pieces.append(Piece(text: "", width: 0, isMarked: true))
      }
      let isMarked = offset < span.upper && offset + length > span.lower
      let piece = piece(of: character, at: column, isMarked: isMarked, width: width)
      pieces.append(piece)
      offset += length
      column += piece.width
    }
    if !pieces.contains(where: \.isMarked) {
      pieces.append(Piece(text: "", width: 0, isMarked: true))
    }
    return pieces
  }

  private static func piece(
    of character: Character, at column: Int, isMarked: Bool, width: (Unicode.Scalar) -> Int
  ) -> Piece {
    var piece = Piece(text: String(character), width: 0, isMarked: isMarked)
    if character == "\t" {
      piece.width = tabStop - column % tabStop
      piece.text = String(repeating: " ", count: piece.width)
    } else if character.unicodeScalars.contains(where: Visible.isHidden) {
      piece.text = Visible.text(piece.text)
      piece.width = piece.text.unicodeScalars.reduce(0) { $0 + columns($1, width) }
    } else {
      // Scalars that make one character share its columns.
      piece.width = character.unicodeScalars.map { columns($0, width) }.max() ?? 0
    }
    return piece
  }

  private static func columns(_ scalar: Unicode.Scalar, _ width: (Unicode.Scalar) -> Int) -> Int {
    min(max(width(scalar), 0), 2)
  }

  /// The pieces to show: all of them, or those around the first marked one.
  private static func window(over pieces: [Piece]) -> Range<Int> {
    let total = pieces.reduce(0) { $0 + $1.width }
    guard total > columnLimit else { return 0..<pieces.count }
    var first = pieces.firstIndex(where: \.isMarked) ?? 0
    var lead = 0
    while first > 0, lead + pieces[first - 1].width <= leadLimit {
      first -= 1
      lead += pieces[first].width
    }
    var last = first
    var shown = 0
    while last < pieces.count, shown + pieces[last].width <= columnLimit {
      shown += pieces[last].width
      last += 1
    }
    while first > 0, shown + pieces[first - 1].width <= columnLimit {
      first -= 1
      shown += pieces[first].width
    }
    return first..<last
  }
}
