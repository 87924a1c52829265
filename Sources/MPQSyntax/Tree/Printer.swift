// The canonical text of a tree: one spelling for each word, one blank between two, names bare
// where they may be. Parsing it gives the same tree, and printing that the same text.

extension Script: CustomStringConvertible {
  /// The statements in canonical text, one a line.
  ///
  /// A line that begins with a minus would continue the one before, so a `;` ends that.
  public var description: String {
    var text = ""
    for statement in statements {
      let line = statement.description
      if !text.isEmpty { text += line.hasPrefix("-") ? ";\n" : "\n" }
      text += line
    }
    return text
  }
}

extension Statement: CustomStringConvertible {
  /// The statement in canonical text.
  public var description: String {
    switch kind {
    case .answer(let expression): isExplain ? "explain \(expression)" : expression.description
    case .let(let name, let expression): "let \(name) = \(expression)"
    case .param(let name, let value?): "param \(name.text) = \(value)"
    case .param(let name, nil): "param \(name.text)"
    case .include(let path): "include \(Name.string(path.text))"
    }
  }
}

extension Query: CustomStringConvertible {
  /// The query in canonical text, on one line.
  public var description: String {
    ([kind.description] + clauses.map(\.description)).joined(separator: " ")
  }
}

extension Query.Kind: CustomStringConvertible {
  /// The subject in canonical text.
  public var description: String {
    switch self {
    case .events(let names): "events \(names.listed)"
    case .topEvents: "top events"
    case .retention(let names): "retention \(names.listed)"
    case .funnel(let names): "funnel \(names.listed)"
    case .show(let target): "show \(target)"
    }
  }
}

extension ShowTarget: CustomStringConvertible {
  /// What follows `show`, in canonical text.
  public var description: String {
    switch self {
    case .events: "events"
    case .propertiesOfEvent(let names): "properties of event \(names.listed)"
    case .valuesOf(let property, let events): "values of \(property) of event \(events.listed)"
    case .funnels: "funnels"
    case .datesOfFunnel(let names): "dates of funnel \(names.listed)"
    case .propertiesOfFunnel(let names): "properties of funnel \(names.listed)"
    }
  }
}

extension Clause: CustomStringConvertible {
  /// The clause in canonical text.
  public var description: String {
    switch kind {
    case .measure(let word): word.rawValue
    case .window(let unit, let count): "\(unit.plural) \(count)"
    case .by(let property, nil): "by \(property)"
    case .by(let property, let values?):
      "by \(property) in (\(values.map(\.description).joined(separator: ", ")))"
    case .limit(let count): "limit \(count)"
    }
  }
}

extension Name: CustomStringConvertible {
  /// The name as a query writes it.
  public var description: String { isParameter ? ":\(text)" : Name.quoted(text) }
}

extension Value: CustomStringConvertible {
  /// The value as a query writes it.
  public var description: String {
    switch kind {
    case .text(let text): Name.quoted(text)
    case .number(let digits): digits
    case .parameter(let name): ":\(name.text)"
    }
  }
}

extension Count: CustomStringConvertible {
  /// The count as a query writes it.
  public var description: String {
    switch self {
    case .number(let number): String(number)
    case .parameter(let name): ":\(name.text)"
    }
  }
}

extension [Name] {
  /// The names with commas between them.
  fileprivate var listed: String { map(\.description).joined(separator: ", ") }
}
