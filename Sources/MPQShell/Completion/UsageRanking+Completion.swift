extension UsageRanking {
  /// The ranking in the form that completion needs.
  var forCompletion: Completer.Usage {
    { kind in
      switch kind {
      case .event: scores(.event)
      case .funnel: scores(.funnel)
      case .property: scores(.property)
      case .value: scores(.value)
      case .word, .sign, .number, .column, .command, .file: [:]
      }
    }
  }
}
