import Foundation
import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// Applies stages and arithmetic to tables, for the recomputation in Python.
///
/// Each line of the input is a JSON array, and gives a line of the output: a table with notes, or
/// `{"error": CASE}` with the name of a case of `StageError`.
///
///     ["sort", [["count", true]], TABLE]
///     ["combine", "/", TABLE, TABLE, false, false]
///     ["combineNumber", "*", TABLE, "100", true]
///
/// A table is `{"columns": [[NAME, KIND, IS-KEY], ...], "rows": [[...], ...]}`.
@main
enum StageProbe {
  static func main() {
    while let line = readLine() {
      var bytes: [UInt8] = []
      JSONSpelling.canonical.append(answer(to: line), to: &bytes)
      bytes.append(0x0a)
      FileHandle.standardOutput.write(Data(bytes))
    }
  }

  private static func answer(to line: String) -> JSONValue {
    guard let json = try? JSONReader.read(Array(line.utf8)), case .array(let parts) = json,
      let result = result(of: Reader(parts: parts))
    else { return .object([JSONMember("error", .text("not a case"))]) }
    switch result {
    case .success(let result):
      let table = result.table
      return .object([
        JSONMember(
          "columns",
          .array(
            table.columns.map {
              .array([.text($0.name), .text($0.kind.rawValue), .bool($0.isKey)])
            })),
        JSONMember("rows", .array(table.rows.map { .array($0.map(cell)) })),
        JSONMember("notes", .array(result.notes.map { .text($0.text) })),
      ])
    case .failure(let error):
      return .object([
        JSONMember("error", .text(String("\(error)".prefix { $0 != "(" }))),
        JSONMember("message", .text(error.message)),
      ])
    }
  }

  private static func cell(_ cell: Table.Cell) -> JSONValue {
    switch cell {
    case .null: .null
    case .text(let text): .text(text)
    case .number(let number): number.json
    }
  }

  /// The number of value columns with numbers.
  private static func numberCount(_ table: Table) -> Int {
    table.columns.count { !$0.isKey && $0.kind.isNumeric }
  }

  private static func result(of reader: Reader) -> Result<StageResult, StageError>? {
    var reader = reader
    guard let word = reader.text() else { return nil }
    switch word {
    case "combine":
      guard let sign = reader.text().flatMap(ArithmeticSign.init), let left = reader.table(),
        let right = reader.table(), let isLeftOpen = reader.bool(), let isRightOpen = reader.bool()
      else { return nil }
      return Result { () throws(StageError) in
        let spread = Program.Spread(
          hasOneLeft: !isLeftOpen && numberCount(left) == 1,
          hasOneRight: !isRightOpen && numberCount(right) == 1)
        return try StageRunner.combine(left, sign, right, spread: spread)
      }
    case "combineNumber":
      guard let sign = reader.text().flatMap(ArithmeticSign.init), let table = reader.table(),
        let number = reader.number(), let isLeft = reader.bool()
      else { return nil }
      return .success(StageRunner.combine(table, sign, number, numberIsLeft: isLeft))
    default:
      guard let stage = reader.stage(word), let table = reader.table() else { return nil }
      return Result { () throws(StageError) in try StageRunner.apply(stage, to: table) }
    }
  }
}
