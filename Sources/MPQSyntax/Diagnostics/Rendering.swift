extension Diagnostic {
  /// The parts of a drawn diagnostic, for front ends that colour them.
  public enum Part: Sendable {
    /// `report.mpq:2:6:`
    case location
    /// `error:` or `hint:`
    case label
    /// The sentence that says what is wrong.
    case message
    /// The line that is wrong.
    case source
    /// The carets under it.
    case underline
    /// A suggestion.
    case hint
  }

  /// The diagnostic as lines of text, the last without a line end.
  ///
  ///     report.mpq:1:10: error: 'Signup flow' is more than one word, ...
  ///       funnel Signup flow weeks 4
  ///              ^^^^^^^^^^^
  ///     hint: write "Signup flow"
  ///
  /// Control characters of the source are made visible. A line of more than 100 columns is cut to
  /// the part around the span.
  ///
  /// - Parameters:
  ///   - source: The text in which the problem was found.
  ///   - width: The columns that a character takes, from 0 to 2.
  ///   - style: Styles a part, for example with a colour; its input has no line ends.
  /// - Returns: The text to show.
  public func rendered(
    in source: SourceText,
    width: (Unicode.Scalar) -> Int = CellWidth.standard,
    style: (Part, String) -> String = { _, text in text }
  ) -> String {
    rendered(in: Sources(source), width: width, style: style)
  }

  /// The diagnostic as lines of text, with the chain of inclusions that leads to it.
  ///
  ///     shared.mpq:1:1: error: no statement starts with 'funel'
  ///       funel signup
  ///       ^^^^^
  ///     hint: did you mean 'funnel'?
  ///     included from report.mpq:3:1
  ///
  /// - Parameters:
  ///   - sources: The texts of the program.
  ///   - width: The columns that a character takes, from 0 to 2.
  ///   - style: Styles a part, for example with a colour; its input has no line ends.
  /// - Returns: The text to show.
  public func rendered(
    in sources: Sources,
    width: (Unicode.Scalar) -> Int = CellWidth.standard,
    style: (Part, String) -> String = { _, text in text }
  ) -> String {
    guard reason.hasPlace else { return rendered(at: nil, excerpt: nil, style: style) }
    let source = sources[span.source]
    if reason is FurtherProblems {
      return rendered(at: Visible.text(source.name), excerpt: nil, style: style)
    }
    let excerpt = SourceExcerpt(of: span, in: source, width: width)
    let inclusions = sources.inclusions(of: span.source).map { span in
      style(.label, "included from") + " " + style(.location, sources.place(of: span))
    }
    return ([rendered(at: sources.place(of: span), excerpt: excerpt, style: style)] + inclusions)
      .joined(separator: "\n")
  }

  /// The diagnostic as lines of text, when the text named `name` could not become a source.
  public func rendered(
    name: String, style: (Part, String) -> String = { _, text in text }
  ) -> String {
    rendered(at: Visible.text(name), excerpt: nil, style: style)
  }

  private func rendered(
    at place: String?, excerpt: SourceExcerpt?, style: (Part, String) -> String
  ) -> String {
    let location = place.map { [style(.location, $0 + ":")] } ?? []
    let parts = location + [style(.label, "error:"), style(.message, message)]
    var lines = [parts.joined(separator: " ")]
    if let excerpt {
      lines.append("  " + style(.source, excerpt.line))
      lines.append("  " + style(.underline, excerpt.underline))
    }
    lines += hints.map { style(.label, "hint:") + " " + style(.hint, Visible.text($0)) }
    return lines.joined(separator: "\n")
  }
}
