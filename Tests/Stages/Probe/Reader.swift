import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// Reads the parts of a case, in order; `nil` for what is not as expected.
struct Reader {
  private var parts: ArraySlice<JSONValue>

  init(parts: [JSONValue]) {
    self.parts = parts[...]
  }

  mutating func text() -> String? { parts.popFirst()?.text }

  mutating func bool() -> Bool? {
    guard case .bool(let bool)? = parts.popFirst() else { return nil }
    return bool
  }

  mutating func number() -> Number? { parts.popFirst()?.numberText.flatMap(Number.init(text:)) }

  private mutating func name() -> Name? { text().map { Name($0) } }

  private mutating func count() -> Count? {
    parts.popFirst()?.numberText.flatMap(Int.init).map(Count.number)
  }

  private mutating func array() -> [JSONValue]? { parts.popFirst()?.elements }

  private mutating func names() -> [Name]? { array()?.compactMap(\.text).map { Name($0) } }

  // MARK: - Tables

  mutating func table() -> Table? {
    guard let table = parts.popFirst(), let columns = table["columns"]?.elements,
      let rows = table["rows"]?.elements
    else { return nil }
    let headings = columns.compactMap { column -> Table.Heading? in
      var reader = Reader(parts: column.elements ?? [])
      guard let name = reader.text(), let kind = reader.text().flatMap(ColumnKind.init),
        let isKey = reader.bool()
      else { return nil }
      return Table.Heading(name, kind, isKey: isKey)
    }
    return Table(headings: headings, rows: rows.map { ($0.elements ?? []).map(\.cell) })
  }

  // MARK: - Stages

  /// The stage `word`, whose arguments come next.
  mutating func stage(_ word: String) -> Stage.Kind? {
    switch word {
    case "sort": array().map { .sort($0.compactMap(\.sortKey)) }
    case "first": count().map(Stage.Kind.first)
    case "last": count().map(Stage.Kind.last)
    case "where": condition().map(Stage.Kind.where)
    case "expect": condition().map(Stage.Kind.expect)
    case "select": array().map { .select($0.compactMap(\.selection)) }
    case "add": addition()
    case "sum", "mean", "min", "max":
      FoldWord(rawValue: word).flatMap { word in names().map { .fold(word, by: $0) } }
    case "unpivot": .unpivot(name())
    case "pivot": name().map(Stage.Kind.pivot)
    case "transpose": .transpose
    case "share": .share
    case "change": .change(count())
    case "rolling": count().map(Stage.Kind.rolling)
    case "cumulate": .cumulate
    default: nil
    }
  }

  private mutating func addition() -> Stage.Kind? {
    guard let name = name(), let sum = arithmetic() else { return nil }
    return .add(name, sum)
  }

  private mutating func condition() -> Condition? {
    guard var reader = array().map({ Reader(parts: $0) }), let word = reader.text() else {
      return nil
    }
    switch word {
    case "in":
      guard let name = reader.name(), let values = reader.array() else { return nil }
      return .isIn(name, values.compactMap(\.value))
    case "null", "not null":
      return reader.name().map { .isNull($0, isNegated: word == "not null") }
    case "not": return reader.condition().map(Condition.not)
    case "and": return .and(reader.conditions())
    case "or": return .or(reader.conditions())
    default:
      guard let sign = Condition.Comparison(rawValue: word), let name = reader.name(),
        let value = reader.parts.popFirst()?.value
      else { return nil }
      return .comparison(name, sign, value)
    }
  }

  private mutating func conditions() -> [Condition] {
    var conditions: [Condition] = []
    while let condition = condition() { conditions.append(condition) }
    return conditions
  }

  /// A number, a name, or `[SIGN, ARITHMETIC, ARITHMETIC]`.
  private mutating func arithmetic() -> Arithmetic<CellOperand>? {
    guard let part = parts.popFirst() else { return nil }
    if let name = part.text { return .operand(CellOperand(.column(Name(name)))) }
    if let text = part.numberText {
      return .operand(CellOperand(.number(Value(.number(text)))))
    }
    var reader = Reader(parts: part.elements ?? [])
    guard let sign = reader.text().flatMap(ArithmeticSign.init), let left = reader.arithmetic(),
      let right = reader.arithmetic()
    else { return nil }
    let link = Arithmetic<CellOperand>.Link(sign, right)
    return sign == .plus || sign == .minus ? .sum(left, [link]) : .product(left, [link])
  }
}

extension JSONValue {
  fileprivate var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  fileprivate var numberText: String? {
    if case .number(let text) = self { text } else { nil }
  }

  fileprivate var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  fileprivate var cell: Table.Cell {
    switch self {
    case .text(let text): .text(text)
    case .number(let text): Number(text: text).map(Table.Cell.number) ?? .null
    case .null, .bool, .array, .object: .null
    }
  }

  fileprivate var value: Value? {
    switch self {
    case .text(let text): Value(.text(text))
    case .number(let text): Value(.number(text))
    case .null, .bool, .array, .object: nil
    }
  }

  fileprivate var sortKey: SortKey? {
    var reader = Reader(parts: elements ?? [])
    guard let name = reader.text(), let isDescending = reader.bool() else { return nil }
    return SortKey(Name(name), isDescending: isDescending)
  }

  fileprivate var selection: Selection? {
    var reader = Reader(parts: elements ?? [])
    return reader.text().map { Selection(Name($0), as: reader.text().map { Name($0) }) }
  }
}

extension Number {
  fileprivate init?(text: String) {
    guard let double = Double(text) else { return nil }
    self = Int(text).map(Number.integer) ?? .double(double)
  }
}
