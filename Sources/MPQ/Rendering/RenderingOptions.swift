/// The options of the output; each format uses those that apply to it.
public struct RenderingOptions: Equatable, Sendable {
  /// The characters that boxes are drawn with.
  public enum BoxStyle: Equatable, Sendable {
    /// Lines with round corners, `…` and `–`.
    case unicode
    /// `+`, `-`, `|` and `...`.
    case ascii
  }

  /// The rows of a table that a terminal shows.
  public static let terminalRowLimit = 1_000

  /// The columns of the terminal that tables must fit; `nil` for any width.
  public var width: Int?
  /// The lines of the terminal that charts must fit; `nil` for any height.
  public var height: Int?
  /// Whether the output goes to a terminal: then no format writes a control character.
  public var isTerminal: Bool
  /// Whether tables have bold headers and dim notes, and charts have colours.
  public var isColored: Bool
  /// The characters that boxes are drawn with.
  public var boxStyle: BoxStyle
  /// The most rows that a table shows; `nil` for all.
  ///
  /// A line below the table says when there are more.
  public var rowLimit: Int?
  /// How to see the rows and columns that a table leaves out, in the words of the program, such as
  /// `--format csv shows all`; `nil` for nothing.
  public var hiddenPartsHint: String?
  /// Whether csv and tsv put an apostrophe before texts that spreadsheets take for formulas.
  public var defusesFormulas: Bool

  /// The settings for a pipe or a file, unless given otherwise.
  public init(
    width: Int? = nil, height: Int? = nil, isTerminal: Bool = false, isColored: Bool = false,
    boxStyle: BoxStyle = .unicode, rowLimit: Int? = nil, hiddenPartsHint: String? = nil,
    defusesFormulas: Bool = false
  ) {
    self.width = width
    self.height = height
    self.isTerminal = isTerminal
    self.isColored = isColored
    self.boxStyle = boxStyle
    self.rowLimit = rowLimit
    self.hiddenPartsHint = hiddenPartsHint
    self.defusesFormulas = defusesFormulas
  }

  /// The settings for a terminal of `width` columns.
  public static func terminal(width: Int?, isColored: Bool) -> Self {
    Self(width: width, isTerminal: true, isColored: isColored, rowLimit: terminalRowLimit)
  }
}
