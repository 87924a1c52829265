/// Advice for a word where a query or the name of an answer is expected.
///
/// The parser uses it for a word that something follows which cannot follow a name; the compiler
/// for a name that no `let` defines.
package struct OperandAdvice {
  /// The answers that are named before the word.
  let bound: [String]

  /// Advice for a place after the definitions of `bound`.
  package init(bound: [String]) {
    self.bound = bound
  }

  /// The problem that `name`, an operand with something after it, is not defined.
  func unknownName(_ name: Name) -> Diagnostic {
    let near = suggestion(for: name.text)
    return Diagnostic(
      PipelineProblem.unknownName(name.text, suggestion: near), at: name.span,
      hints: near == nil ? hints(for: name.text) : [])
  }

  /// The problem that no statement begins with `name`.
  func unknownVerb(_ name: Name) -> Diagnostic {
    let near = suggestion(for: name.text)
    return Diagnostic(
      .unknownVerb(name.text, suggestion: near), at: name.span,
      hints: near == nil ? hints(for: name.text) : [])
  }

  /// The verb, clause or answer that was meant by `word`.
  package func suggestion(for word: String) -> String? {
    if let window = Self.windowSpelledAsOne(word) { return window }
    let words = ReservedWord.all.filter { word in
      word.keyword.beginsClause || !word.offered.isDisjoint(with: [.verb, .prefix])
    }
    return NearMiss.best(for: word, among: bound + words.map(\.spelling))
  }

  private func hints(for word: String) -> [String] {
    if difference(word) != nil { return specificHints(for: word) }
    let isForeign = ForeignWord(spelling: word) != nil
    return (isForeign ? [] : [ForeignWord.verbs]) + specificHints(for: word)
  }

  /// What to write instead of a word of another language, or of one that may be a difference.
  package func specificHints(for word: String) -> [String] {
    if let parts = difference(word) {
      return ["for a difference, write blanks around the minus: '\(parts)'"]
    }
    var hints = ForeignWord(spelling: word).map { [$0.hint] } ?? []
    if word.utf8.contains(UInt8(ascii: "-")) {
      hints.append("a hyphen inside a word belongs to the name; a minus has blanks around it")
    }
    return hints
  }

  /// `a - b` for `a-b`, if `a` and `b` are names of answers.
  private func difference(_ word: String) -> String? {
    for name in bound where word.hasPrefix(name + "-") {
      let rest = String(word.dropFirst(name.count + 1))
      if bound.contains(rest) { return "\(name) - \(rest)" }
    }
    return nil
  }

  /// `days 7` for `days7` and `days-7`; `nil` for a word that is not of that shape.
  static func windowSpelledAsOne(_ word: String) -> String? {
    let digits = word.utf8.reversed().prefix(while: \.isDigit).count
    guard digits > 0, digits <= 9 else { return nil }
    var letters = word.dropLast(digits)
    if letters.last == "-" { letters = letters.dropLast() }
    guard let reserved = ReservedWord(spelling: String(letters)),
      reserved.keyword.unit != nil || reserved.keyword == .limit
    else { return nil }
    return "\(reserved.spelling) \(word.suffix(digits))"
  }
}
