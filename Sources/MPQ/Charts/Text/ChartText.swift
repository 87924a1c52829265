public import MPQSyntax

/// Draws charts as text for a terminal.
public struct ChartText: ChartRenderer {
  let width: Int
  /// The lines that a chart may take; `nil` if the terminal's height is unknown.
  let height: Int?
  let signs: ChartSigns
  let emphasis: Emphasis

  /// Draws for the terminal that `options` describe; 80 columns if they do not say.
  public init(_ options: RenderingOptions) {
    // A narrower chart would show nothing; a wider one is no better.
    width = max(20, min(options.width ?? 80, 1_000))
    height = options.height.map { max(8, min($0, 1_000)) }
    signs = ChartSigns(options.boxStyle)
    emphasis = Emphasis(isOn: options.isColored)
  }

  /// The lines of `chart`, and what they leave out.
  public func render(_ chart: Chart) -> (bytes: [UInt8], notes: [String]) {
    let drawing =
      switch chart.marks {
      case .line(let marks): LineText(marks: marks, page: self).drawn()
      case .bar(let marks): BarText(marks: marks, page: self).drawn()
      case .spark(let marks): SparkText(marks: marks, page: self).drawn()
      case .heat(let marks): HeatText(marks: marks, page: self).drawn()
      case .funnel(let marks): FunnelText(marks: marks, page: self).drawn()
      }
    return (drawing.lines.flatMap(\.bytes), drawing.notes + chart.notes)
  }

  /// The chart of a table; empty if the table has no numbers or no rows.
  public static func bytes(
    _ table: Table, word: ChartWord? = nil, options: RenderingOptions = .init()
  ) -> [UInt8] {
    Chart(table, word: word).map { ChartText(options).render($0).bytes } ?? []
  }

  // MARK: - Parts that several charts share

  typealias Drawing = (lines: [ChartLine], notes: [String])

  /// A line that `build` fills.
  func line(_ build: (inout ChartLine) -> Void) -> ChartLine {
    var line = ChartLine(width: width, emphasis: emphasis)
    build(&line)
    return line
  }

  /// A name from outside, visible and cut to `width` columns.
  func name(_ name: String, width: Int) -> String {
    fit(visibleValue(name), to: width, mark: signs.ellipsis)
  }

  /// The width of a column of names: that of the longest one, at most `limit`.
  func nameWidth(_ names: some Sequence<String>, limit: Int) -> Int {
    names.reduce(0) { $0 >= limit ? $0 : max($0, displayWidth(visibleValue($1))) }.clamped(0, limit)
  }

  /// The most rows: those that fit below `others` lines, or `preferred` if the height is unknown.
  func rowLimit(others: Int, preferred: Int) -> Int {
    height.map { max(1, $0 - others) } ?? preferred
  }

  /// A bar from 0 to `value` in a field of `room` columns for `range`.
  func bar(_ value: Double?, _ range: ValueRange, room: Int) -> String {
    guard let value, room > 0 else { return "" }
    let hasNegative = range.low < 0
    let length = range.high - range.low
    let left = hasNegative ? ((-range.low / length) * Double(room - 1)).rounded() : 0
    let right = Double(room) - left - (hasNegative ? 1 : 0)
    if value < 0 {
      let part = left * (value / range.low)
      let halves = max(1, Int((part * 2).rounded()).clamped(0, room * 2))
      let (whole, half) = halves.quotientAndRemainder(dividingBy: 2)
      let full = String(repeating: signs.parts.last ?? "", count: whole)
      let ink = (half > 0 ? signs.rightPart : "") + full
      return blanks(Int(left) - whole - half) + ink + signs.vertical
    }
    let axis = hasNegative ? blanks(Int(left)) + signs.vertical : ""
    guard value > 0, range.high > 0 else { return axis }
    let count = signs.parts.count
    let ticks = (right * min(1, value / range.high) * Double(count)).rounded()
    let (whole, part) = max(1, Int(ticks).clamped(0, room * count))
      .quotientAndRemainder(dividingBy: count)
    return axis + String(repeating: signs.parts[count - 1], count: whole)
      + (part > 0 ? signs.parts[part - 1] : "")
  }

  func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// `the first 12 of 200 series`, if some are left out.
  func note(first count: Int, of total: Int, _ noun: String) -> [String] {
    count < total ? ["the first \(count) of \(total) \(noun)"] : []
  }
}

extension Int {
  /// The nearest number that is not outside of the bounds.
  func clamped(_ lower: Int, _ upper: Int) -> Int { Swift.max(lower, Swift.min(self, upper)) }
}

/// Spells numbers in few characters: three digits and a unit.
enum ShortNumber {
  static func text(_ value: Double, isFraction: Bool = false) -> String {
    let magnitude = (isFraction ? value * 100 : value).magnitude
    let sign = value < 0 ? "-" : ""
    let suffix = isFraction ? "%" : ""
    guard magnitude.isFinite, magnitude < 999.5e12 else {
      return "\(sign)1e\(DecimalPower.exponent(of: value.magnitude))\(suffix)"
    }
    if magnitude > 0 && magnitude < (isFraction ? 0.5 : 0.005) {
      return isFraction ? "\(sign)<1%" : "\(sign)<0.01"
    }
    let units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
    for (unit, letter) in units where magnitude >= unit * 0.9995 {
      return sign + digits(magnitude / unit) + letter + suffix
    }
    return sign + (isFraction ? String(Int(magnitude.rounded())) : digits(magnitude)) + suffix
  }

  /// A number below 1000 with up to three digits, without zeros at the end of its decimals.
  private static func digits(_ number: Double) -> String {
    let decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2
    let scale = [1.0, 10, 100][decimals]
    var text = NumberText.text(Int((number * scale).rounded()), decimals: decimals)
    guard decimals > 0 else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
