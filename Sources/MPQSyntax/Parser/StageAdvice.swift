// Messages for a wrong stage, and for a wrong token in a stage or after it.

extension Parser {
  /// The problem that no stage follows `|`.
  func stageProblem() -> Diagnostic {
    let word = source[current.span]
    guard current.kind == .name || current.keyword != nil else {
      return unexpected(wanting: "a stage after '|'", hints: ["write '| sort COLUMN desc'"])
    }
    if let replacement = ForeignStage.replacement(for: word) {
      return Diagnostic(
        PipelineProblem.foreignStage(word, instead: replacement), at: current.span)
    }
    if current.keyword != nil {
      return unexpected(wanting: "a stage after '|'", hints: ["a query cannot follow '|'"])
    }
    let near = NearMiss.best(for: word, among: StageWord.allCases.map(\.rawValue))
    return Diagnostic(PipelineProblem.unknownStage(word, suggestion: near), at: current.span)
  }

  /// The problem that there is no chart of this kind.
  func chartProblem(_ word: String) -> Diagnostic {
    if stageEntry(at: index) != nil, let problem = missingPipe() { return problem }
    let near = NearMiss.best(for: word, among: ChartWord.allCases.map(\.rawValue))
    return Diagnostic(PipelineProblem.unknownChart(word, suggestion: near), at: current.span)
  }

  /// The problem that the next token can neither continue the stage of `entry` nor end it.
  func problem(after entry: StageEntry) -> Diagnostic {
    let usage = "the form is '\(entry.usage)'"
    switch current.kind {
    case .keyword(let keyword) where keyword.beginsClause:
      return unexpected(wanting: wantedAfterStage, hints: ["clauses come before the first '|'"])
    case .keyword(.by):
      return unexpected(wanting: wantedAfterStage, hints: [usage])
    case .name:
      if let problem = missingPipe() { return problem }
      return wordProblem(after: entry) ?? unexpected(wanting: wantedAfterStage, hints: [usage])
    case .sign(.equal) where entry.word == .select:
      return unexpected(
        wanting: wantedAfterStage, hints: ["to compute a column, write 'add NAME = ARITHMETIC'"])
    default: return unexpected(wanting: wantedAfterStage, hints: [usage])
    }
  }

  private var wantedAfterStage: String { "'|' or \(ending)" }

  /// The problem that a word inside of a stage is wrong or missing.
  private func wordProblem(after entry: StageEntry) -> Diagnostic? {
    let word = source[current.span].lowercased()
    switch entry.arguments {
    case .sortKeys:
      if NearMiss.distance(word, "desc", limit: 1) != nil || word == "descending" {
        return unexpected(wanting: wantedAfterStage, hints: ["did you mean 'desc'?"])
      }
      if word == "ascending" {
        return unexpected(wanting: wantedAfterStage, hints: ["rows are ascending without a word"])
      }
      return unexpected(wanting: wantedAfterStage, hints: ["columns are separated by commas"])
    case .selections:
      return unexpected(
        wanting: wantedAfterStage,
        hints: ["columns are separated by commas; a new name follows 'as'"])
    case .grouping:
      return unexpected(
        wanting: wantedAfterStage, hints: ["write '\(entry.word.rawValue) by \(word)'"])
    case .condition:
      return unexpected(
        wanting: "'and', 'or', \(wantedAfterStage)",
        hints: ["a text of more than one word must be quoted"])
    case .none, .count, .optionalCount, .assignment, .column, .newColumn, .chart, .file: return nil
    }
  }

  /// The problem that a value comes first: `where 100 < total`.
  func swappedComparison() -> Diagnostic? {
    guard current.kind == .number || current.isSign(.minus) || current.isSign(.colon) else {
      return nil
    }
    return unexpected(
      wanting: NameRole.column.rawValue,
      hints: ["the column comes first: 'COLUMN > \(Visible.excerpt(source[current.span]))'"])
  }

  /// The problem that no comparison follows `column`.
  func comparisonProblem(after column: Name) -> Diagnostic {
    let column = Visible.excerpt(column.columnDescription)
    let wanted = "a comparison after '\(column)'"
    guard current.kind == .name || current.keyword != nil else {
      return unexpected(wanting: wanted, hints: ["write '\(column) = VALUE'"])
    }
    let hint =
      switch source[current.span].lowercased() {
      case "like", "contains", "matches", "ilike", "has": "write '\(column) ~ \"part\"'"
      case "equals", "eq": "write '\(column) = VALUE'"
      case "between": "write '\(column) >= 1 and \(column) <= 9'"
      case "not": "'not' comes before the comparison: 'not \(column) in (\"a\", \"b\")'"
      case "isnull": "write '\(column) is null'"
      case "and", "or": "write '\(column) = VALUE' before \(found)"
      default: "write '\(column) = VALUE'; a name with blanks must be quoted"
      }
    return unexpected(wanting: wanted, hints: [hint])
  }
}
