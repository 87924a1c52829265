import MPQAPI
import MPQCompiler
public import MPQSyntax

@testable import MPQ

/// A stage, a table, and what the stage makes of it.
///
/// Tables are written as lines of cells with commas. The first line has the columns: a name, `*`
/// for a key, and the kind, such as `date* date, signup integer`. `-` is null.
struct StageFact: CustomStringConvertible {
  var stage: Stage.Kind
  var input: String
  var output: String
  var notes: [String]

  init(_ stage: Stage.Kind, _ input: String, _ output: String, notes: [String] = []) {
    (self.stage, self.input, self.output, self.notes) = (stage, input, output, notes)
  }

  var description: String { "\(stage) of \(input)" }

  /// The table, or the message of the error, and the notes.
  var result: (text: String, notes: [String]) {
    do throws(StageError) {
      let result = try StageRunner.apply(stage, to: Table(written: input))
      return (result.table.written, result.notes.map(\.text))
    } catch {
      return ("error: \(error.message)", [])
    }
  }
}

extension Table {
  init(written text: String) {
    let lines: [[String]] = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
    }
    let headings = (lines.first ?? []).map { cell in
      let place = cell.lastIndex(of: " ") ?? cell.endIndex
      let name = cell[..<place]
      return Heading(
        name.hasSuffix("*") ? String(name.dropLast()) : String(name),
        ColumnKind(rawValue: cell[place...].trimmed) ?? .text, isKey: name.hasSuffix("*"))
    }
    var rows: [[Cell]] = []
    for (index, line) in lines.enumerated() where index > 0 {
      rows.append(zip(line, headings).map { Self.cell($0, $1.kind) })
    }
    self.init(headings: headings, rows: rows)
  }

  private static func cell(_ text: String, _ kind: ColumnKind) -> Cell {
    if text == "-" { return .null }
    return kind.isNumeric ? .number(Number(written: text)) : .text(text)
  }

  var written: String {
    let head = columns.map { "\($0.name)\($0.isKey ? "*" : "") \($0.kind.rawValue)" }
    let lines = rows.map { row in
      row.map { cell in
        switch cell {
        case .null: "-"
        case .text(let text): text
        case .number(let number): number.shortText
        }
      }
    }
    return ([head] + lines).map { $0.joined(separator: ", ") }.joined(separator: "\n")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Name: ExpressibleByStringLiteral {
  /// The name `text`.
  public init(stringLiteral text: String) { self.init(text) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// A text.
  public init(stringLiteral text: String) { self.init(.text(text)) }
  /// A whole number.
  public init(integerLiteral number: Int) { self.init(.number("\(number)")) }
  /// A number with a fraction.
  public init(floatLiteral number: Double) { self.init(.number("\(number)")) }
}
