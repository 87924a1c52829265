package import MPQAPI
package import MPQCompiler
package import MPQSyntax

/// Arithmetic between answers.
extension StageRunner {
  /// Joins two answers: row by row on their keys, column by column.
  ///
  /// - Parameters:
  ///   - left: The left side.
  ///   - sign: The operator.
  ///   - right: The right side.
  ///   - spread: How the columns meet, which the schemas of both sides decide.
  /// - Returns: The table, and notes about what has no partner.
  /// - Throws: ``StageError/differentKeys(left:right:)``.
  package static func combine(
    _ left: Table, _ sign: ArithmeticSign, _ right: Table, spread: Program.Spread
  ) throws(StageError) -> StageResult {
    try StageLimits.check(rows: left.rowCount + right.rowCount)
    try checkCancelled()
    let join = try TableJoin(left, right)
    var nulls = NullCount()
    var columns = join.keys
    for pair in columnPairs(left, sign, right, spread) {
      try checkCancelled()
      columns.append(join.column(pair, sign, &nulls))
    }
    let notes = [join.note, nulls.note].compactMap(\.self)
    return StageResult(Table(columns: columns), notes: notes)
  }

  /// Applies a number to every number of a table.
  ///
  /// - Parameters:
  ///   - table: One side.
  ///   - sign: The operator.
  ///   - number: The other side.
  ///   - numberIsLeft: Whether the number is the left side.
  /// - Returns: The table, and a note about divisions by zero.
  package static func combine(
    _ table: Table, _ sign: ArithmeticSign, _ number: Number, numberIsLeft: Bool
  ) -> StageResult {
    var nulls = NullCount()
    var isWhole = false
    if case .integer = number { isWhole = true }
    let literal = KindRules.Operand.literal(isWhole: isWhole)
    let columns = table.columns.map { column in
      guard !column.isKey, case .numbers(let numbers) = column.cells else { return column }
      let cells = KindRules.Operand.column(column.kind)
      let kind =
        numberIsLeft
        ? KindRules.kind(literal, sign, cells) : KindRules.kind(cells, sign, literal)
      let results = Array(count: numbers.count) {
        numberIsLeft
          ? nulls.result(number, sign, numbers[$0]) : nulls.result(numbers[$0], sign, number)
      }
      return Table.Column(column.name, kind, .numbers(results))
    }
    return StageResult(Table(columns: columns), notes: [nulls.note].compactMap(\.self))
  }

  /// The columns of both sides that belong together, in the order of the result.
  private static func columnPairs(
    _ left: Table, _ sign: ArithmeticSign, _ right: Table, _ spread: Program.Spread
  ) -> [TableJoin.Pair] {
    let (lefts, rights) = (left.numericColumns, right.numericColumns)
    let texts = left.columns.filter { !$0.isKey && !$0.kind.isNumeric }.map(TableJoin.Pair.text)
    switch spread {
    case .both:
      // A column that the answer lacks has no name, so it gives no column.
      guard let one = lefts.first, let two = rights.first else { return texts }
      let isSame = ByteText.areEqual(one.name, two.name)
      let name = isSame ? one.name : "\(one.name) \(sign.rawValue) \(two.name)"
      return texts + [.numbers(name, one, two)]
    case .left:
      return texts + rights.map { .numbers($0.name, lefts.first, $0) }
    case .right:
      let two = rights.first
      return left.columns.filter { !$0.isKey }.map {
        $0.kind.isNumeric ? .numbers($0.name, $0, two) : .text($0)
      }
    case .none:
      let known = Dictionary(
        rights.map { (ByteText($0.name), $0) }, uniquingKeysWith: { first, _ in first })
      let names = Set(lefts.map { ByteText($0.name) })
      let pairs = left.columns.filter { !$0.isKey }.map { column -> TableJoin.Pair in
        column.kind.isNumeric
          ? .numbers(column.name, column, known[ByteText(column.name)]) : .text(column)
      }
      return pairs
        + rights.filter { !names.contains(ByteText($0.name)) }.map { .numbers($0.name, nil, $0) }
    }
  }
}
