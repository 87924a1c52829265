public import MPQAPI
public import MPQCompiler

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
  /// How the statement wants the answer to be drawn; `nil` for a table.
  public var chart: Program.Chart?
  /// The file that the statement wants the answer to be written to.
  public var path: String?

  /// An answer to `query`.
  public init(
    query: String, table: Table, window: ResolvedWindow? = nil, notes: [Note] = [],
    chart: Program.Chart? = nil, path: String? = nil
  ) {
    self.query = query
    self.table = table
    self.window = window
    self.notes = notes
    self.chart = chart
    self.path = path
  }
}
