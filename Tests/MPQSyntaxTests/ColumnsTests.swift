import MPQSyntax
import Testing

@Suite struct ColumnsTests {
  @Test func columnsAreAsWideAsTheirWidestCell() {
    let rows = [["name", "n", ""], ["漢字", "10", "x"], ["a", "", "y"], ["b"]]
    #expect(Columns.lines(rows) == ["name  n", "漢字  10  x", "a         y", "b"])
    #expect(Columns.lines([["a", "b"]], indent: 2) == ["  a  b"])
    #expect(Columns.lines([]).isEmpty)
  }
}
