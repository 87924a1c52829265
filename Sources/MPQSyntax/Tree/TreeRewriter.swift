/// Replaces parts of a tree by others of the same kind; the rest is kept.
///
/// A parameter that is replaced by its value is the reason for it.
public protocol TreeRewriter {
  /// The name to write in place of `name`.
  mutating func rewrite(_ name: Name, _ role: NameRole) -> Name
  /// The value to write in place of `value`.
  mutating func rewrite(_ value: Value) -> Value
  /// The count to write in place of `count`, of a clause or a stage at `span`.
  mutating func rewrite(_ count: Count, in span: SourceSpan) -> Count
  /// The span of the new part in place of one at `span`; applied to each part that is kept.
  mutating func rewrite(_ span: SourceSpan) -> SourceSpan
}

extension TreeRewriter {
  /// Keeps the name.
  public mutating func rewrite(_ name: Name, _ role: NameRole) -> Name { name }
  /// Keeps the value.
  public mutating func rewrite(_ value: Value) -> Value { value }
  /// Keeps the count.
  public mutating func rewrite(_ count: Count, in span: SourceSpan) -> Count { count }
  /// Keeps the span.
  public mutating func rewrite(_ span: SourceSpan) -> SourceSpan { span }
}

// MARK: - Leaves

extension TreeRewriter {
  fileprivate mutating func name(_ name: Name, _ role: NameRole) -> Name {
    var name = rewrite(name, role)
    name.span = rewrite(name.span)
    return name
  }

  fileprivate mutating func names(_ names: [Name], _ role: NameRole) -> [Name] {
    names.map { name($0, role) }
  }

  fileprivate mutating func value(_ value: Value) -> Value {
    var value = rewrite(value)
    value.span = rewrite(value.span)
    if case .parameter(var name) = value.kind {
      name.span = rewrite(name.span)
      value.kind = .parameter(name)
    }
    return value
  }

  fileprivate mutating func count(_ count: Count, in span: SourceSpan) -> Count {
    let count = rewrite(count, in: span)
    guard case .parameter(var name) = count else { return count }
    name.span = rewrite(name.span)
    return .parameter(name)
  }
}

// MARK: - Statements and expressions

extension Script {
  /// The script with the replacements of `rewriter`.
  public func rewritten(by rewriter: inout some TreeRewriter) -> Script {
    Script(statements: statements.map { $0.rewritten(by: &rewriter) })
  }
}

extension Statement {
  /// The statement with the replacements of `rewriter`.
  public func rewritten(by rewriter: inout some TreeRewriter) -> Statement {
    let kind: Kind =
      switch kind {
      case .answer(let expression): .answer(expression.rewritten(by: &rewriter))
      case .let(let name, let expression):
        .let(rewriter.name(name, .newAnswer), expression.rewritten(by: &rewriter))
      case .param(let name, let value):
        .param(rewriter.name(name, .parameter), value.map { rewriter.value($0) })
      case .include(let path): .include(rewriter.name(path, .file))
      }
    return Statement(kind, isExplain: isExplain, span: rewriter.rewrite(span))
  }
}

extension Expression {
  /// The expression with the replacements of `rewriter`.
  public func rewritten(by rewriter: inout some TreeRewriter) -> Expression {
    let arithmetic = arithmetic.rewritten(by: &rewriter) { operand, rewriter in
      let kind: Operand.Kind =
        switch operand.kind {
        case .query(let query): .query(query.rewritten(by: &rewriter))
        case .name(let name): .name(rewriter.name(name, .answer))
        case .number(let value): .number(rewriter.value(value))
        case .pipeline(let inner): .pipeline(inner.rewritten(by: &rewriter))
        }
      return Operand(kind, span: rewriter.rewrite(operand.span))
    }
    return Expression(
      arithmetic, stages: stages.map { $0.rewritten(by: &rewriter) }, span: rewriter.rewrite(span))
  }
}

extension Arithmetic {
  /// The arithmetic with `transform` applied to each operand.
  fileprivate func rewritten<Rewriter: TreeRewriter>(
    by rewriter: inout Rewriter, _ transform: (Operand, inout Rewriter) -> Operand
  ) -> Arithmetic {
    switch self {
    case .operand(let operand): return .operand(transform(operand, &rewriter))
    case .sum(let first, let links):
      let first = first.rewritten(by: &rewriter, transform)
      return .sum(first, links.map { $0.rewritten(by: &rewriter, transform) })
    case .product(let first, let links):
      let first = first.rewritten(by: &rewriter, transform)
      return .product(first, links.map { $0.rewritten(by: &rewriter, transform) })
    }
  }
}

extension Arithmetic.Link {
  fileprivate func rewritten<Rewriter: TreeRewriter>(
    by rewriter: inout Rewriter, _ transform: (Operand, inout Rewriter) -> Operand
  ) -> Arithmetic.Link {
    Arithmetic.Link(
      sign, operand.rewritten(by: &rewriter, transform), signSpan: rewriter.rewrite(signSpan))
  }
}

// MARK: - Queries

extension Query {
  /// The query with the replacements of `rewriter`.
  public func rewritten(by rewriter: inout some TreeRewriter) -> Query {
    let kind = kind.rewritten(by: &rewriter)
    let subjectSpan = rewriter.rewrite(subjectSpan)
    let clauses = clauses.map { clause in
      Clause(
        clause.kind.rewritten(by: &rewriter, in: clause.span), span: rewriter.rewrite(clause.span))
    }
    return Query(kind, subjectSpan: subjectSpan, clauses: clauses, span: rewriter.rewrite(span))
  }
}

extension Query.Kind {
  fileprivate func rewritten(by rewriter: inout some TreeRewriter) -> Query.Kind {
    switch self {
    case .events(let names): .events(rewriter.names(names, .event))
    case .topEvents: .topEvents
    case .retention(let names): .retention(rewriter.names(names, .event))
    case .funnel(let names): .funnel(rewriter.names(names, .funnel))
    case .show(.events): .show(.events)
    case .show(.propertiesOfEvent(let names)):
      .show(.propertiesOfEvent(rewriter.names(names, .event)))
    case .show(.valuesOf(let property, let events)):
      .show(.valuesOf(rewriter.name(property, .property), events: rewriter.names(events, .event)))
    case .show(.funnels): .show(.funnels)
    case .show(.datesOfFunnel(let names)): .show(.datesOfFunnel(rewriter.names(names, .funnel)))
    case .show(.propertiesOfFunnel(let names)):
      .show(.propertiesOfFunnel(rewriter.names(names, .funnel)))
    }
  }
}

extension Clause.Kind {
  fileprivate func rewritten(
    by rewriter: inout some TreeRewriter, in span: SourceSpan
  ) -> Clause.Kind {
    switch self {
    case .measure: self
    case .window(let unit, let count): .window(unit, count: rewriter.count(count, in: span))
    case .limit(let count): .limit(rewriter.count(count, in: span))
    case .by(let property, let values):
      .by(rewriter.name(property, .property), values: values?.map { rewriter.value($0) })
    }
  }
}

// MARK: - Stages

extension Stage {
  /// The stage with the replacements of `rewriter`.
  public func rewritten(by rewriter: inout some TreeRewriter) -> Stage {
    Stage(newKind(&rewriter), span: rewriter.rewrite(span))
  }

  private func newKind(_ rewriter: inout some TreeRewriter) -> Stage.Kind {
    switch kind {
    case .sort(let keys):
      .sort(
        keys.map { key in
          SortKey(rewriter.name(key.column, .column), isDescending: key.isDescending)
        })
    case .first(let count): .first(rewriter.count(count, in: span))
    case .last(let count): .last(rewriter.count(count, in: span))
    case .rolling(let count): .rolling(rewriter.count(count, in: span))
    case .change(let count): .change(count.map { rewriter.count($0, in: span) })
    case .where(let condition): .where(condition.rewritten(by: &rewriter))
    case .expect(let condition): .expect(condition.rewritten(by: &rewriter))
    case .select(let selections):
      .select(
        selections.map { selection in
          let column = rewriter.name(selection.column, .column)
          return Selection(column, as: selection.newName.map { rewriter.name($0, .newColumn) })
        })
    case .add(let name, let arithmetic):
      .add(
        rewriter.name(name, .newColumn),
        arithmetic.rewritten(by: &rewriter) { operand, rewriter in
          let kind: CellOperand.Kind =
            switch operand.kind {
            case .column(let name): .column(rewriter.name(name, .column))
            case .number(let value): .number(rewriter.value(value))
            }
          return CellOperand(kind, span: rewriter.rewrite(operand.span))
        })
    case .fold(let word, let columns): .fold(word, by: rewriter.names(columns, .column))
    case .unpivot(let name): .unpivot(name.map { rewriter.name($0, .newColumn) })
    case .pivot(let column): .pivot(rewriter.name(column, .column))
    case .save(let file): .save(rewriter.value(file))
    case .transpose, .share, .cumulate, .chart: kind
    }
  }
}

extension Condition {
  fileprivate func rewritten(by rewriter: inout some TreeRewriter) -> Condition {
    switch self {
    case .comparison(let column, let comparison, let value):
      .comparison(rewriter.name(column, .column), comparison, rewriter.value(value))
    case .isIn(let column, let values):
      .isIn(rewriter.name(column, .column), values.map { rewriter.value($0) })
    case .isNull(let column, let isNegated):
      .isNull(rewriter.name(column, .column), isNegated: isNegated)
    case .not(let inner): .not(inner.rewritten(by: &rewriter))
    case .and(let parts): .and(parts.map { $0.rewritten(by: &rewriter) })
    case .or(let parts): .or(parts.map { $0.rewritten(by: &rewriter) })
    }
  }
}
