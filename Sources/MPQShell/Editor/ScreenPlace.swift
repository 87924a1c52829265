/// A place on the screen, relative to the start of the prompt.
struct ScreenPlace: Equatable {
  var row = 0
  var column = 0

  /// Where the cursor is after `scalars` as libedit draws them.
  ///
  /// - Parameters:
  ///   - scalars: The drawn text: newlines begin a row, tabs go to the next multiple of 8 columns.
  ///   - columns: The width of the screen, at least 2.
  ///   - width: The columns of one scalar; more than two are several characters.
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

  /// A character that does not fit goes to the next row; a full row ends.
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
