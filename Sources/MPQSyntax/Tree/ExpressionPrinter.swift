// The canonical text of expressions and stages, with no more parentheses than they need.

extension Expression: CustomStringConvertible {
  /// The expression in canonical text, on one line.
  public var description: String {
    ([arithmetic.description] + stages.map(\.description)).joined(separator: " | ")
  }
}

extension Operand: CustomStringConvertible {
  /// The operand in canonical text.
  public var description: String {
    switch kind {
    case .query(let query): query.description
    case .name(let name): name.description
    case .number(let value): value.description
    case .pipeline(let expression): "(\(expression))"
    }
  }
}

extension CellOperand: CustomStringConvertible {
  /// The operand in canonical text.
  public var description: String {
    switch kind {
    case .column(let name): name.columnDescription
    case .number(let value): value.description
    }
  }
}

extension Arithmetic: CustomStringConvertible where Operand: CustomStringConvertible {
  /// The arithmetic in canonical text.
  public var description: String {
    switch self {
    case .operand(let operand): return operand.description
    case .sum(let first, let links):
      return ([first.term] + links.map { "\($0.sign.rawValue) \($0.operand.term)" })
        .joined(separator: " ")
    case .product(let first, let links):
      return ([first.factor] + links.map { "\($0.sign.rawValue) \($0.operand.factor)" })
        .joined(separator: " ")
    }
  }

  /// The text as a part of a sum.
  private var term: String {
    if case .sum = self { "(\(description))" } else { description }
  }

  /// The text as a part of a product.
  private var factor: String {
    if case .operand = self { description } else { "(\(description))" }
  }
}

extension Stage: CustomStringConvertible {
  /// The stage in canonical text, without the `|`.
  public var description: String {
    let arguments = arguments
    return arguments.isEmpty ? word.rawValue : "\(word.rawValue) \(arguments)"
  }

  private var arguments: String {
    switch kind {
    case .sort(let keys): keys.map(\.description).joined(separator: ", ")
    case .first(let count), .last(let count), .rolling(let count), .change(let count?):
      count.description
    case .where(let condition), .expect(let condition): condition.description
    case .select(let selections): selections.map(\.description).joined(separator: ", ")
    case .add(let name, let arithmetic): "\(name.columnDescription) = \(arithmetic)"
    case .fold(_, let columns):
      columns.isEmpty ? "" : "by \(columns.map(\.columnDescription).joined(separator: ", "))"
    case .unpivot(let name?), .pivot(let name): name.columnDescription
    case .chart(let word?): word.rawValue
    case .save(let file):
      if case .text(let path) = file.kind { Name.string(path) } else { file.description }
    case .unpivot(nil), .change(nil), .chart(nil), .transpose, .share, .cumulate: ""
    }
  }
}

extension SortKey: CustomStringConvertible {
  /// The key in canonical text.
  public var description: String {
    isDescending ? "\(column.columnDescription) desc" : column.columnDescription
  }
}

extension Selection: CustomStringConvertible {
  /// The selection in canonical text.
  public var description: String {
    guard let newName else { return column.columnDescription }
    return "\(column.columnDescription) as \(newName.columnDescription)"
  }
}

extension Condition: CustomStringConvertible {
  /// The condition in canonical text.
  public var description: String {
    switch self {
    case .comparison(let column, let comparison, let value):
      return "\(column.columnDescription) \(comparison.rawValue) \(value.comparedDescription)"
    case .isIn(let column, let values):
      let list = values.map(\.comparedDescription).joined(separator: ", ")
      return "\(column.columnDescription) in (\(list))"
    case .isNull(let column, let isNegated):
      return "\(column.columnDescription) is \(isNegated ? "not null" : "null")"
    case .not(let inner): return "not \(inner.inParentheses { $0.isChain })"
    case .and(let parts):
      return parts.map { $0.inParentheses { $0.isChain } }.joined(separator: " and ")
    case .or(let parts):
      return parts.map { part in
        part.inParentheses { if case .or = $0 { true } else { false } }
      }.joined(separator: " or ")
    }
  }

  private var isChain: Bool {
    switch self {
    case .and, .or: true
    case .comparison, .isIn, .isNull, .not: false
    }
  }

  private func inParentheses(_ isNeeded: (Condition) -> Bool) -> String {
    isNeeded(self) ? "(\(self))" : description
  }
}

extension Name {
  /// The name where only a column can be: reserved words are bare, except those of conditions.
  var columnDescription: String {
    guard !isParameter, let keyword = Keyword(spelling: text), keyword.canNameColumn else {
      return description
    }
    return text
  }
}

extension Keyword {
  /// Whether the bare word is a column where a column is required.
  var canNameColumn: Bool {
    switch self {
    case .and, .or, .not, .in, .by: false
    default: true
    }
  }
}

extension Value {
  /// The value on the right side of a comparison, where a bare `null` is a mistake.
  fileprivate var comparedDescription: String {
    if case .text(let text) = kind, Value.isNull(text) { Name.string(text) } else { description }
  }

  /// Whether `text` is the word for a missing value.
  static func isNull(_ text: String) -> Bool { text.lowercased() == "null" }
}
