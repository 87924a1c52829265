/// A place on the screen, counted from where the prompt begins.
struct ScreenPlace: Equatable {
  var row = 0
  var column = 0

  /// Where the cursor is after `scalars` as libedit draws them.
  ///
  /// - Parameters:
  ///   - scalars: What is drawn: newlines begin a row, tabs go to the next eighth column.
  ///   - columns: The width of the screen, at least 2.
  ///   - width: The columns of one scalar. More than two are as many signs.
  mutating func advance(
    over scalars: some Sequence<Unicode.Scalar>, columns: Int,
    width: (Unicode.Scalar) -> Int
  ) {
    for scalar in scalars {
      switch scalar {
      case "\n":
        row += 1
        column = 0
      case "\t":
        repeat { move(by: 1, columns: columns) } while column % 8 != 0
      default:
        let width = width(scalar)
        if width <= 2 {
          move(by: width, columns: columns)
        } else {
          for _ in 0..<width { move(by: 1, columns: columns) }
        }
      }
    }
  }

  /// What does not fit into the row goes to the next one; a full row ends.
  private mutating func move(by width: Int, columns: Int) {
    if column + width > columns {
      row += 1
      column = 0
    }
    column += width
    if column >= columns {
      row += 1
      column = 0
    }
  }
}
