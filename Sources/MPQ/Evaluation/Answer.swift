public import MPQAPI

/// The result of one query: a table, its window, and notes.
public struct Answer: Equatable, Sendable {
  /// The buckets that the server answered for.
  public struct ResolvedWindow: Equatable, Sendable {
    /// The length of one bucket.
    public var unit: Window.Unit
    /// The first bucket, as the server labels it.
    public var from: String
    /// The last bucket.
    public var to: String

    /// The buckets from `from` to `to`, both included.
    public init(unit: Window.Unit, from: String, to: String) {
      self.unit = unit
      self.from = from
      self.to = to
    }
  }

  /// The query in its canonical spelling.
  public var query: String
  /// The columns that grammar.md names for the query's form.
  public var table: Table
  /// The dates of the answer; `nil` where it does not state them.
  public var window: ResolvedWindow?
  /// Facts that the table does not show.
  public var notes: [Note]

  /// An answer to `query`.
  public init(
    query: String, table: Table, window: ResolvedWindow? = nil, notes: [Note] = []
  ) {
    self.query = query
    self.table = table
    self.window = window
    self.notes = notes
  }
}
