/// A difference between an answer and what the API document defines for its endpoint.
public enum Difference: CaseIterable, Hashable, Sendable {
  /// Windows of retention begin with each user's first event, and the measure has no effect.
  case rollingRetention
  /// A funnel counts within its own conversion window.
  case conversionWindow
  /// The last steps are derived from the numbers of users who reached each step.
  case derivedLastSteps
  /// Funnels without data are listed as well.
  case allFunnels
  /// The dates come from a query of as many weeks as the limit, at most 52.
  case searchedWeeks
  /// The service chooses the dates, and the measure has no effect.
  case ownDates
  /// Hours are counted in whole days.
  case wholeDays
  /// The service lists at most 5,000 events.
  case eventLimit
}
