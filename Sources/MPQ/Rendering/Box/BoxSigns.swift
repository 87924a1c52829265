/// The characters that tables are drawn with.
struct BoxSigns {
  /// A horizontal line: its left end, its crossings and its right end.
  struct Line {
    var left: String
    var middle: String
    var right: String
  }

  var horizontal: String
  var vertical: String
  var top: Line
  var separator: Line
  var bottom: Line
  /// Marks what is left out.
  var ellipsis: String
  /// Shown for a null.
  var null: String

  init(_ style: RenderingOptions.BoxStyle) {
    switch style {
    case .unicode:
      horizontal = "─"
      vertical = "│"
      top = Line(left: "╭", middle: "┬", right: "╮")
      separator = Line(left: "├", middle: "┼", right: "┤")
      bottom = Line(left: "╰", middle: "┴", right: "╯")
      ellipsis = "…"
      null = "–"
    case .ascii:
      horizontal = "-"
      vertical = "|"
      top = Line(left: "+", middle: "+", right: "+")
      separator = top
      bottom = top
      ellipsis = "..."
      null = "-"
    }
  }
}
