/// What is wrong with an expression or a stage; each case shows a text that has the problem.
public enum PipelineProblem: Reason {
  /// `events signup | srot signup`
  case unknownStage(String, suggestion: String?)
  /// `events signup | filter signup > 1`: a word of another language.
  case foreignStage(String, instead: String)
  /// `events signup days 7 sort signup`
  case missingPipe(String, usage: String)
  /// `events signup | chart | sort date`: `chart` and `save` come last.
  case stageAfterOutput(String, output: String)
  /// `let a = events signup | chart`, and `chart` or `save` in parentheses.
  case outputInside(String)
  /// `top events | where change = null`
  case comparedWithNull(String)
  /// `events signup | chart pie`
  case unknownChart(String, suggestion: String?)
  /// `explain let a = events signup`
  case explainedDefinition(String)
  /// More than `Script.stageLimit` stages.
  case tooManyStages
  /// More than `Script.chainLimit` operands of one sum, product or condition.
  case chainTooLong
  /// `signups`: a name that no `let` defines.
  case unknownName(String, suggestion: String?)

  /// What is wrong.
  public var message: String {
    switch self {
    case .unknownStage(let word, _): "unknown stage '\(Visible.excerpt(word))'"
    case .foreignStage(let word, _): "unknown stage '\(Visible.excerpt(word))'"
    case .missingPipe(let word, _): "missing '|' before the stage '\(Visible.excerpt(word))'"
    case .stageAfterOutput(_, let output): "'\(output)' must be the last stage"
    case .outputInside(let word):
      "'\(word)' must be at the end of an answer, not in parentheses or after 'let'"
    case .comparedWithNull: "a comparison with null is never true"
    case .unknownChart(let word, _): "unknown kind of chart '\(Visible.excerpt(word))'"
    case .explainedDefinition(let word): "'explain' goes with answers, not with '\(word)'"
    case .tooManyStages: "more than \(Script.stageLimit) stages in a pipeline"
    case .chainTooLong: "more than \(Script.chainLimit) operands in a row"
    case .unknownName(let word, _): "unknown name '\(Visible.excerpt(word))'"
    }
  }

  /// What to do next.
  public var hints: [String] {
    switch self {
    case .unknownStage(_, let suggestion?), .unknownName(_, let suggestion?),
      .unknownChart(_, let suggestion?):
      ["did you mean '\(suggestion)'?"]
    case .unknownStage(_, nil):
      ["stages are \(StageWord.allCases.map(\.rawValue).joined(separator: ", "))"]
    case .unknownChart(_, nil):
      ["charts are \(ChartWord.allCases.map(\.rawValue).joined(separator: ", "))"]
    case .foreignStage(_, let replacement): ["write '| \(replacement)'"]
    case .missingPipe(_, let usage): ["write '| \(usage)'"]
    case .stageAfterOutput(let word, let output): ["move '\(word)' before '\(output)'"]
    case .outputInside: []
    case .comparedWithNull(let column):
      ["write '\(column) is null'; for the text, write \"null\" in quotes"]
    case .explainedDefinition: ["delete 'explain'"]
    case .tooManyStages: ["name a part of it with 'let'"]
    case .chainTooLong, .unknownName(_, nil): []
    }
  }
}
