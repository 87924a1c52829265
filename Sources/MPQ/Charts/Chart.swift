/// What a chart shows, before it is written: its marks, axes and legend.
///
/// ``init(_:word:)`` makes it from a table; a ``ChartRenderer`` writes it. Names are as the project
/// has them: each renderer makes them harmless in its own way.
public struct Chart: Equatable, Sendable {
  /// The marks of each kind of chart.
  public enum Marks: Equatable, Sendable {
    /// Numbers over time.
    case line(LineMarks)
    /// Numbers side by side.
    case bar(BarMarks)
    /// One small line for each series.
    case spark(SparkMarks)
    /// Numbers as shades in rows and columns.
    case heat(HeatMarks)
    /// Steps with the number of users who reached them.
    case funnel(FunnelMarks)
  }

  /// The marks.
  public var marks: Marks
  /// What the chart leaves out of the table, one clause each.
  public var notes: [String]

  init(_ marks: Marks, notes: [String] = []) {
    self.marks = marks
    self.notes = notes
  }
}

/// Writes charts in one form, such as text for a terminal.
public protocol ChartRenderer {
  /// The bytes of `chart`, and what does not fit, one clause each.
  func render(_ chart: Chart) -> (bytes: [UInt8], notes: [String])
}

/// A number of a table, and its spelling for people.
public struct Quantity: Equatable, Sendable {
  /// The number, which is finite; `nil` for null.
  public var value: Double?
  /// The exact spelling; empty for null.
  public var text: String
}

/// Several series over one axis.
public struct LineMarks: Equatable, Sendable {
  /// The numbers of one line.
  public struct Series: Equatable, Sendable {
    /// The name in the legend.
    public var name: String
    /// One number for each position of the axis; a null is a gap in the line.
    public var values: [Double?]
  }

  /// The horizontal axis.
  public var axis: PositionAxis
  /// The lines.
  public var series: [Series]
  /// The numbers on the vertical axis.
  public var range: ValueRange
}

/// Bars in groups.
public struct BarMarks: Equatable, Sendable {
  /// One bar.
  public struct Bar: Equatable, Sendable {
    /// What it counts.
    public var name: String
    /// Its length.
    public var quantity: Quantity
    /// The place of its series, from 0.
    public var series: Int
  }

  /// Bars under one heading.
  public struct Group: Equatable, Sendable {
    /// The heading; empty where the bars need none.
    public var name: String
    /// The bars.
    public var bars: [Bar]
  }

  /// The groups; not all of them where there are too many.
  public var groups: [Group]
  /// The number of bars that the table has.
  public var totalCount: Int
  /// The lengths.
  public var range: ValueRange
}

/// Small lines below each other, each with its own scale.
public struct SparkMarks: Equatable, Sendable {
  /// One series.
  public struct Row: Equatable, Sendable {
    /// The name.
    public var name: String
    /// The numbers in the order of time.
    public var values: [Double?]
    /// The last number that is not null.
    public var last: Quantity
    /// Whether 1 is the whole.
    public var isFraction: Bool
    /// The relative difference of the last number to the one before it.
    public var change: Double?
  }

  /// The series; not all of them where there are too many.
  public var rows: [Row]
  /// The number of series that the table has.
  public var totalCount: Int
}

/// Numbers in rows and columns.
public struct HeatMarks: Equatable, Sendable {
  /// The rows of one event.
  public struct Block: Equatable, Sendable {
    /// The heading; empty where there is one block.
    public var name: String
    /// The rows.
    public var rows: [Row]
  }

  /// The numbers of one row.
  public struct Row: Equatable, Sendable {
    /// The name.
    public var name: String
    /// One number for each column.
    public var values: [Double?]
  }

  /// The names of the columns.
  public var columns: [String]
  /// What the columns are, such as `weeks later`; empty where their names say it.
  public var caption: String
  /// The blocks.
  public var blocks: [Block]
  /// The numbers of the shades.
  public var range: ValueRange
}

/// Funnels below each other.
public struct FunnelMarks: Equatable, Sendable {
  /// One step.
  public struct Step: Equatable, Sendable {
    /// The number and the goal.
    public var name: String
    /// How many reached it.
    public var count: Quantity
    /// The part of the first step that reached it.
    public var share: Double?
    /// How many reached the step before it, and not this one.
    public var lost: Double?
    /// The lost part of the step before it.
    public var lostShare: Double?
  }

  /// One funnel.
  public struct Funnel: Equatable, Sendable {
    /// The keys of its rows.
    public var name: String
    /// The steps in their order.
    public var steps: [Step]
  }

  /// The funnels; not all of them where there are too many.
  public var funnels: [Funnel]
  /// The number of funnels that the table has.
  public var totalCount: Int
  /// The lengths of the bars.
  public var range: ValueRange
}
