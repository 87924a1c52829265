extension UsageRanking {
  /// The ranking as completion asks for it.
  var forCompletion: Completer.Usage {
    { kind in
      switch kind {
      case .event: scores(.event)
      case .funnel: scores(.funnel)
      case .property: scores(.property)
      case .value: scores(.value)
      case .word, .sign, .number, .command, .file: [:]
      }
    }
  }
}
