import MPQAPI
import MPQCompiler
package import MPQSyntax

/// A table that a stage or arithmetic made, and facts that it does not show.
package struct StageResult: Equatable, Sendable {
  /// The table.
  package var table: Table
  /// What it does not show.
  package var notes: [Note]

  /// A table with notes.
  package init(_ table: Table, notes: [Note] = []) {
    self.table = table
    self.notes = notes
  }
}

/// What stages and arithmetic do to tables.
///
/// Nothing here sends or reads anything: a table comes in, and another one goes out. grammar.md
/// describes each stage.
package enum StageRunner {
  /// The table that `stage` makes of `table`.
  ///
  /// - Parameters:
  ///   - stage: A stage whose parameters are substituted. `chart` and `save` change nothing.
  ///   - table: The table.
  /// - Returns: The new table, and notes.
  /// - Throws: ``StageError``, where the data does not allow the stage.
  package static func apply(
    _ stage: Stage.Kind, to table: Table
  ) throws(StageError) -> StageResult {
    try StageLimits.check(rows: table.rowCount)
    try checkCancelled()
    var run = StageRun(table)
    let result = try run.result(of: stage)
    return StageResult(result, notes: run.notes)
  }

  /// Ends the work of a task that is cancelled.
  static func checkCancelled() throws(StageError) {
    guard !Task.isCancelled else { throw .cancelled }
  }
}

/// The limits of tables that stages make.
///
/// | limit | of |
/// | --- | --- |
/// | ``rows`` | rows of a table that a stage takes |
/// | ``cells`` | cells of the table that `pivot`, `unpivot` or `transpose` makes |
/// | ``columns`` | columns of the table that `pivot` or `transpose` makes |
enum StageLimits {
  /// Rows of a table that a stage takes; rows are numbered in 32 bits.
  static let rows = Int(Int32.max)
  /// Cells of the table that `pivot`, `unpivot` or `transpose` makes.
  static let cells = 20_000_000
  /// Columns of the table that `pivot` or `transpose` makes.
  static let columns = 10_000

  static func check(rows: Int) throws(StageError) {
    guard rows <= Self.rows else { throw .tooLarge(.rows, limit: Self.rows) }
  }

  /// Checks a table of `rows` and `columns` before it is made.
  static func check(rows: Int, columns: Int) throws(StageError) {
    guard columns <= Self.columns else { throw .tooLarge(.columns, limit: Self.columns) }
    let (cells, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge && cells <= Self.cells else { throw .tooLarge(.cells, limit: Self.cells) }
  }
}

/// One stage at work: its table, and the notes that it makes.
struct StageRun {
  let table: Table
  private(set) var notes: [Note] = []
  private lazy var places = Dictionary(
    table.columns.enumerated().map { (ByteText($1.name), $0) },
    uniquingKeysWith: { first, _ in first })

  init(_ table: Table) {
    self.table = table
  }

  /// The column called `name`; a column of nulls of `kind`, and a note, if the table has none.
  mutating func column(_ name: String, orNullsOf kind: ColumnKind = .number) -> Table.Column {
    if let place = places[ByteText(name)] { return table.columns[place] }
    let note = Note.noColumn(name)
    if !notes.contains(note) { notes.append(note) }
    return Table.Column(name, kind, .nulls(kind, count: table.rowCount))
  }

  mutating func add(_ note: Note) {
    notes.append(note)
  }

  fileprivate mutating func result(of stage: Stage.Kind) throws(StageError) -> Table {
    switch stage {
    case .sort(let keys): try sorted(keys)
    case .first(let count): table.rows(in: 0..<min(try count.number(), table.rowCount))
    case .last(let count):
      table.rows(in: max(0, table.rowCount - (try count.number()))..<table.rowCount)
    case .where(let condition): try rows(where: condition)
    case .select(let selections): try selected(selections)
    case .add(let name, let arithmetic): try adding(name, arithmetic)
    case .fold(let word, let names): try folded(word, by: names)
    case .unpivot(let name): try unpivoted(name)
    case .pivot(let name): try pivoted(name)
    case .transpose: try transposed()
    case .share: try shares()
    case .change(let count): try changes(distance: try count?.number() ?? 1)
    case .rolling(let count): try rollingMeans(length: try count.number())
    case .cumulate: try runningSums()
    case .expect(let condition): try expecting(condition)
    case .chart, .save: table
    }
  }
}

extension Count {
  /// The number.
  fileprivate func number() throws(StageError) -> Int {
    switch self {
    case .number(let number): max(0, number)
    case .parameter(let name): throw .openParameter(name.text)
    }
  }
}
