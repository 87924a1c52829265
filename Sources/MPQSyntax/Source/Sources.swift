/// The texts of a program: a script, and those that it includes.
///
/// Spans name their text by its ``SourceID``, so that one table shows any diagnostic.
public struct Sources: Equatable, Sendable {
  /// The greatest number of texts of one program.
  public static let countLimit = 1_000

  private struct Entry: Equatable, Sendable {
    var text: SourceText
    /// Where it is included; `nil` for the text that a program begins with.
    var inclusion: SourceSpan?
  }

  private var entries: [Entry]

  /// The table of no text.
  public init() {
    entries = []
  }

  /// The table of one text.
  public init(_ text: SourceText) {
    entries = [Entry(text: text, inclusion: nil)]
  }

  /// Adds a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - inclusion: The `include` that asks for it, in a text of this table; `nil` for none.
  /// - Returns: Its ID, for ``Script/parse(_:as:)``; `nil` beyond ``countLimit`` texts.
  public mutating func add(_ text: SourceText, includedAt inclusion: SourceSpan?) -> SourceID? {
    guard entries.count < Self.countLimit, let index = UInt16(exactly: entries.count) else {
      return nil
    }
    entries.append(Entry(text: text, inclusion: inclusion))
    return SourceID(index: index)
  }

  /// The text of `id`; the first for an ID of another table, and an empty one without any.
  public subscript(id: SourceID) -> SourceText { entry(id)?.text ?? .empty }

  /// The line of the beginning of `span`, from 1.
  public func line(of span: SourceSpan) -> Int {
    self[span.source].location(at: span.lower).line
  }

  /// The places of the `include` statements that lead to the text of `id`, the nearest first.
  public func inclusions(of id: SourceID) -> [SourceSpan] {
    var spans: [SourceSpan] = []
    var entry = entry(id)
    // A text is added after the one that includes it, so there are at most as many steps as texts.
    while let span = entry?.inclusion, spans.count < entries.count {
      spans.append(span)
      entry = self.entry(span.source)
    }
    return spans
  }

  /// `report.mpq:3:1` for the beginning of `span`; safe to show in a terminal.
  public func place(of span: SourceSpan) -> String {
    let text = self[span.source]
    let location = text.location(at: span.lower)
    return "\(Visible.text(text.name)):\(location.line):\(location.column)"
  }

  private func entry(_ id: SourceID) -> Entry? {
    Int(id.index) < entries.count ? entries[Int(id.index)] : entries.first
  }
}
