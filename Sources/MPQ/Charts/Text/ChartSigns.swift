/// The characters that charts are drawn with.
struct ChartSigns {
  /// Whether plots have several dots in each character.
  var hasDots: Bool
  /// Parts of a bar of one column, from an eighth to the whole.
  var parts: [String]
  /// The right part of a column, for bars that go to the left.
  var rightPart: String
  /// Levels of small lines, from the lowest.
  var levels: [String]
  /// Shades, from the lowest.
  var shades: [String]
  /// Lines of axes.
  var vertical: String
  var verticalTick: String
  var horizontal: String
  var horizontalTick: String
  var corner: String
  /// Marks what is left out.
  var ellipsis: String
  /// Shown for a null.
  var null: String

  init(_ style: RenderingOptions.BoxStyle) {
    let box = BoxSigns(style)
    ellipsis = box.ellipsis
    null = box.null
    horizontal = box.horizontal
    vertical = box.vertical
    switch style {
    case .unicode:
      hasDots = true
      parts = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
      rightPart = "▐"
      levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      shades = ["·", "░", "▒", "▓", "█"]
      verticalTick = "┤"
      horizontalTick = "┬"
      corner = "└"
    case .ascii:
      hasDots = false
      parts = ["-", "#"]
      rightPart = "-"
      levels = ["_", ".", ":", "-", "=", "+", "*", "#"]
      shades = [".", ":", "+", "*", "#"]
      verticalTick = "+"
      horizontalTick = "+"
      corner = "+"
    }
  }
}
