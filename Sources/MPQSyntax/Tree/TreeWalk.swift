/// One part of a tree, as a walk meets it.
public enum TreePart: Sendable {
  /// What a value is of.
  public enum ValueRole: Equatable, Sendable {
    /// A property, in `by genre in (pop)`.
    case property(Name)
    /// A column, in `where genre = pop`.
    case column(Name)
    /// An operand of arithmetic.
    case number
    /// The file of `save`.
    case file
    /// The default of a parameter.
    case parameter(Name)
  }

  /// A query, before its names and clauses.
  case query(Query)
  /// A clause, before its parts.
  case clause(Clause)
  /// A stage, before its parts.
  case stage(Stage)
  /// A name.
  case name(Name, NameRole)
  /// A value.
  case value(Value, ValueRole)
  /// The count of a clause or a stage, with the span of that.
  case count(Count, in: SourceSpan)
}

extension Script {
  /// Calls `visit` for each part of the script, in the order of the text.
  public func walk(_ visit: (TreePart) -> Void) {
    for statement in statements { statement.walk(visit) }
  }
}

extension Statement {
  /// Calls `visit` for each part of the statement, in the order of the text.
  public func walk(_ visit: (TreePart) -> Void) {
    switch kind {
    case .answer(let expression): expression.walk(visit)
    case .let(let name, let expression):
      visit(.name(name, .newAnswer))
      expression.walk(visit)
    case .param(let name, let value):
      visit(.name(name, .parameter))
      if let value { visit(.value(value, .parameter(name))) }
    case .include(let path): visit(.name(path, .file))
    }
  }
}

extension Expression {
  /// Calls `visit` for each part of the expression, in the order of the text.
  public func walk(_ visit: (TreePart) -> Void) {
    arithmetic.walk { operand in
      switch operand.kind {
      case .query(let query): query.walk(visit)
      case .name(let name): visit(.name(name, .answer))
      case .number(let value): visit(.value(value, .number))
      case .pipeline(let inner): inner.walk(visit)
      }
    }
    for stage in stages { stage.walk(visit) }
  }
}

extension Arithmetic {
  /// Calls `visit` for each operand, from left to right.
  public func walk(_ visit: (Operand) -> Void) {
    switch self {
    case .operand(let operand): visit(operand)
    case .sum(let first, let links), .product(let first, let links):
      first.walk(visit)
      for link in links { link.operand.walk(visit) }
    }
  }
}

extension Query {
  /// Calls `visit` for the query and each of its parts, in the order of the text.
  public func walk(_ visit: (TreePart) -> Void) {
    visit(.query(self))
    for (role, names) in kind.namesByRole {
      for name in names { visit(.name(name, role)) }
    }
    for clause in clauses {
      visit(.clause(clause))
      switch clause.kind {
      case .measure: break
      case .window(_, let count), .limit(let count): visit(.count(count, in: clause.span))
      case .by(let property, let values):
        visit(.name(property, .property))
        for value in values ?? [] { visit(.value(value, .property(property))) }
      }
    }
  }
}

extension Stage {
  /// Calls `visit` for the stage and each of its parts, in the order of the text.
  public func walk(_ visit: (TreePart) -> Void) {
    visit(.stage(self))
    switch kind {
    case .sort(let keys): for key in keys { visit(.name(key.column, .column)) }
    case .first(let count), .last(let count), .rolling(let count), .change(let count?):
      visit(.count(count, in: span))
    case .where(let condition), .expect(let condition): condition.walk(visit)
    case .select(let selections):
      for selection in selections {
        visit(.name(selection.column, .column))
        if let name = selection.newName { visit(.name(name, .newColumn)) }
      }
    case .add(let name, let arithmetic):
      visit(.name(name, .newColumn))
      arithmetic.walk { operand in
        switch operand.kind {
        case .column(let name): visit(.name(name, .column))
        case .number(let value): visit(.value(value, .number))
        }
      }
    case .fold(_, let columns): for column in columns { visit(.name(column, .column)) }
    case .unpivot(let name?): visit(.name(name, .newColumn))
    case .pivot(let column): visit(.name(column, .column))
    case .save(let file): visit(.value(file, .file))
    case .unpivot(nil), .change(nil), .transpose, .share, .cumulate, .chart: break
    }
  }
}

extension Condition {
  /// Calls `visit` for each column and value, from left to right.
  public func walk(_ visit: (TreePart) -> Void) {
    switch self {
    case .comparison(let column, _, let value):
      visit(.name(column, .column))
      visit(.value(value, .column(column)))
    case .isIn(let column, let values):
      visit(.name(column, .column))
      for value in values { visit(.value(value, .column(column))) }
    case .isNull(let column, _): visit(.name(column, .column))
    case .not(let inner): inner.walk(visit)
    case .and(let parts), .or(let parts): for part in parts { part.walk(visit) }
    }
  }
}
