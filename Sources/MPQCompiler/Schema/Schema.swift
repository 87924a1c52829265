public import MPQAPI

/// What is known of a table before anything is asked: its columns, and what its numbers count.
public struct Schema: Equatable, Sendable {
  /// A column that is known by name.
  public struct Column: Equatable, Sendable {
    /// The name.
    public var name: String
    /// The type of the cells.
    public var kind: ColumnKind

    /// A column called `name`.
    public init(_ name: String, _ kind: ColumnKind) {
      self.name = name
      self.kind = kind
    }
  }

  /// Columns whose number and names only the answer tells; all have one kind.
  public struct OpenSet: Equatable, Sendable {
    /// What the columns are named after.
    public enum Origin: Equatable, Sendable {
      /// The values of a property.
      case values(ofProperty: String)
      /// The steps of a funnel, from 1.
      case steps
      /// The periods after a cohort, such as `1 weeks later`.
      case offsets
      /// The texts of a column, after `pivot` or `transpose`.
      case texts(ofColumn: String)
    }

    /// What the columns are named after.
    public var origin: Origin
    /// The type of their cells.
    public var kind: ColumnKind

    /// Columns named after `origin`.
    public init(_ origin: Origin, _ kind: ColumnKind) {
      self.origin = origin
      self.kind = kind
    }
  }

  /// The columns by which rows are matched.
  public var keys: [Column]
  /// The value columns that are not known by name; they come before the known ones.
  public var open: OpenSet?
  /// The value columns that are known by name.
  public var values: [Column]
  /// What the numbers count; `nil` when they are of several kinds, or count nothing.
  public var measure: Measure?
  /// The period of one row; `nil` where rows are not periods.
  public var unit: Window.Unit?

  /// A schema of these columns.
  public init(
    keys: [Column], open: OpenSet? = nil, values: [Column] = [], measure: Measure? = nil,
    unit: Window.Unit? = nil
  ) {
    self.keys = keys
    self.open = open
    self.values = values
    self.measure = measure
    self.unit = unit
  }
}

extension Schema {
  /// The columns that are known by name, keys first.
  package var columns: [Column] { keys + values }

  /// The column called `name`, compared by bytes; one of the open set where no other has the name.
  ///
  /// - Returns: `nil` when the table cannot have such a column.
  package func column(_ name: String) -> Column? {
    if let known = columns.first(where: { ByteText($0.name) == ByteText(name) }) { return known }
    return open.map { Column(name, $0.kind) }
  }

  /// The kinds of all value columns, each once.
  var valueKinds: [ColumnKind] {
    var kinds: [ColumnKind] = open.map { [$0.kind] } ?? []
    for column in values where !kinds.contains(column.kind) { kinds.append(column.kind) }
    return kinds
  }

  /// Whether the key columns have a date, which orders the rows.
  var hasDate: Bool { keys.contains { $0.kind == .date } }
}
