public import MPQAPI

/// What one query compiles to: the calls, and how their answers join.
public struct Plan: Equatable, Sendable {
  /// One call, and the subject it was made for.
  public struct Step: Equatable, Sendable {
    /// The only event or funnel that the call asks about; `nil` when it asks about several or none.
    public var subject: String?
    /// The call.
    public var call: Call
  }

  /// The query's form, which decides the columns of its answer.
  public var form: Form
  /// The events or funnels that the query names, in its order, each once.
  public var subjects: [String]
  /// The calls, in the order of the subjects.
  public var steps: [Step]
  /// The query in its canonical spelling.
  public var query: String
}

/// What a query leaves out and the API requires.
public struct Defaults: Equatable, Sendable {
  /// The measure.
  public var measure: Measure
  /// The window of queries about events.
  public var eventWindow: Window
  /// The window of queries about funnels and retention; its unit is the week.
  public var weeklyWindow: Window

  /// Totals, of seven days or of four weeks.
  public static let standard = Defaults(
    measure: .general, eventWindow: Window(unit: .day, interval: 7), weeks: 4)

  /// Defaults that a profile sets.
  public init(measure: Measure, eventWindow: Window, weeks: Int) {
    self.measure = measure
    self.eventWindow = eventWindow
    weeklyWindow = Window(unit: .week, interval: weeks)
  }
}
