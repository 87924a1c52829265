/// One line of a chart, never wider than the terminal.
struct ChartLine {
  /// How a part of the line looks on a terminal with colours.
  enum Style: Equatable {
    case plain
    case bold
    case dim
    /// The colour of a series, by its place.
    case series(Int)
  }

  private let width: Int
  private let emphasis: Emphasis
  private var text = ""
  /// The last parts, which have one style.
  private var run = ""
  private var style = Style.plain
  private var used = 0
  /// Blanks that are written only if something follows.
  private var blanks = 0

  init(width: Int, emphasis: Emphasis) {
    self.width = width
    self.emphasis = emphasis
  }

  /// Appends visible text; what does not fit is cut off.
  mutating func append(_ part: String, _ style: Style = .plain) {
    let part = fit(part, to: room, mark: "")
    guard !part.isEmpty else { return }
    if style != self.style {
      text += styled
      (run, self.style) = ("", style)
    }
    run += String(repeating: " ", count: blanks)
    run += part
    used += blanks + displayWidth(part)
    blanks = 0
  }

  /// Appends blanks.
  mutating func skip(_ count: Int) { blanks += max(0, min(count, width)) }

  /// Appends blanks up to a column, from 0.
  mutating func skip(to column: Int) { skip(column - used - blanks) }

  /// Appends text that fills `width` columns.
  mutating func append(
    _ part: String, width: Int, isRightAligned: Bool = false, _ style: Style = .plain
  ) {
    let padding = width - displayWidth(part)
    if isRightAligned { skip(padding) }
    append(part, style)
    if !isRightAligned { skip(padding) }
  }

  /// The line with its end.
  var bytes: [UInt8] { Array((text + styled).utf8) + [UInt8(ascii: "\n")] }

  /// The columns that are left.
  var room: Int { width - used - blanks }

  private var styled: String {
    switch style {
    case .plain: run
    case .bold: emphasis.bold(run)
    case .dim: emphasis.dim(run)
    case .series(let place): emphasis.colored(run, SeriesColor.code(place))
    }
  }
}

/// The colours of series: those of Okabe and Ito, which people with any colour vision tell apart,
/// in the nearest of the terminal's 256 colours.
enum SeriesColor {
  /// Blue, orange, green, purple, sky blue, vermilion, yellow and grey.
  private static let codes: [UInt8] = [32, 214, 36, 175, 117, 166, 227, 246]

  static func code(_ place: Int) -> UInt8 { codes[max(0, place) % codes.count] }
}
