import MPQAPI
import MPQSyntax

extension Schema {
  /// The columns of this table and `other` with `sign` between them, or why they do not match.
  func combined(_ sign: ArithmeticSign, with other: Schema) -> Result<Schema, SchemaFault> {
    func refused(_ problem: SchemaProblem) -> Result<Schema, SchemaFault> {
      .failure(SchemaFault(problem, at: .none))
    }
    if let unit, let otherUnit = other.unit, unit != otherUnit {
      return refused(.differentUnits(unit, otherUnit))
    }
    let isSameKeys =
      keys.count == other.keys.count
      && zip(keys, other.keys).allSatisfy {
        ByteText($0.name) == ByteText($1.name) && $0.kind.isNumeric == $1.kind.isNumeric
      }
    guard isSameKeys else {
      return refused(.differentKeys(keys.map(\.name), other.keys.map(\.name)))
    }
    guard valueKinds.contains(where: \.isNumeric), other.valueKinds.contains(where: \.isNumeric)
    else { return refused(.nothingToCombine) }
    if let open, let otherOpen = other.open, open.origin != otherOpen.origin {
      return refused(.differentSets(open.origin.text, otherOpen.origin.text))
    }
    var result = Schema(keys: keys, unit: unit ?? other.unit)
    result.measure = sumMeasure(sign, other)
    result.open = openSet(sign, other)
    result.values = values.filter { !$0.kind.isNumeric } + numbers(sign, other)
    return .success(result)
  }

  /// The columns of this table and a number with `sign` between them.
  func combined(
    _ sign: ArithmeticSign, _ number: Number, numberIsLeft: Bool
  ) -> Result<Schema, SchemaFault> {
    guard valueKinds.contains(where: \.isNumeric) else {
      return .failure(SchemaFault(.nothingToCombine, at: .none))
    }
    var isWhole = false
    if case .integer = number { isWhole = true }
    let literal = KindRules.Operand.literal(isWhole: isWhole)
    func kind(_ kind: ColumnKind) -> ColumnKind {
      numberIsLeft
        ? KindRules.kind(literal, sign, .column(kind))
        : KindRules.kind(.column(kind), sign, literal)
    }
    var result = self
    if let open, open.kind.isNumeric { result.open?.kind = kind(open.kind) }
    result.values = values.map { $0.kind.isNumeric ? Column($0.name, kind($0.kind)) : $0 }
    return .success(result)
  }

  /// How the value columns of this table and `other` meet.
  func spread(with other: Schema) -> Program.Spread {
    Program.Spread(hasOneLeft: hasOneNumber, hasOneRight: other.hasOneNumber)
  }

  /// Whether exactly one value column has numbers.
  private var hasOneNumber: Bool { open == nil && values.count(where: \.kind.isNumeric) == 1 }

  /// Sums of what adds up add up; what is made of unique users does not.
  private func sumMeasure(_ sign: ArithmeticSign, _ other: Schema) -> Measure? {
    guard sign == .plus || sign == .minus else { return nil }
    return measure == other.measure ? measure : measure == .general ? other.measure : measure
  }

  private func openSet(_ sign: ArithmeticSign, _ other: Schema) -> OpenSet? {
    guard let set = open ?? other.open else { return nil }
    let left = open?.kind ?? firstNumericKind
    let right = other.open?.kind ?? other.firstNumericKind
    let kind = KindRules.kind(.column(left), sign, .column(right))
    return OpenSet(set.origin, kind)
  }

  private var firstNumericKind: ColumnKind {
    values.first { $0.kind.isNumeric }?.kind ?? .number
  }

  /// The known columns of numbers: one side spread over the other, or matched by name.
  private func numbers(_ sign: ArithmeticSign, _ other: Schema) -> [Column] {
    let left = values.filter(\.kind.isNumeric)
    let right = other.values.filter(\.kind.isNumeric)
    func kind(_ one: ColumnKind, _ two: ColumnKind) -> ColumnKind {
      KindRules.kind(.column(one), sign, .column(two))
    }
    switch spread(with: other) {
    case .both:
      let isSame = ByteText(left[0].name) == ByteText(right[0].name)
      let name = isSame ? left[0].name : "\(left[0].name) \(sign.rawValue) \(right[0].name)"
      return [Column(name, kind(left[0].kind, right[0].kind))]
    case .left: return right.map { Column($0.name, kind(left[0].kind, $0.kind)) }
    case .right: return left.map { Column($0.name, kind($0.kind, right[0].kind)) }
    case .none: break
    }
    return left.map { column in
      let partner = right.first { ByteText($0.name) == ByteText(column.name) }
      return Column(column.name, kind(column.kind, partner?.kind ?? column.kind))
    }
      + right.filter { column in !left.contains { ByteText($0.name) == ByteText(column.name) } }
      .map { Column($0.name, kind($0.kind, $0.kind)) }
  }
}

extension Schema.OpenSet.Origin {
  /// What the columns are, for messages.
  var text: String {
    switch self {
    case .values(let property): "the values of \(quoted(property))"
    case .steps: "the steps of a funnel"
    case .offsets: "the periods of retention"
    case .texts(let column): "the texts of \(quoted(column))"
    }
  }
}
