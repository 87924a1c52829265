import MPQAPI
import MPQCompiler

extension Note {
  /// The notes about how the answers of `source` differ from the API document's, each once.
  static func differences(of plan: Plan, from source: any CallSource) -> [Note] {
    var notes: [Note] = []
    for step in plan.steps {
      for difference in source.differences(of: step.call)
      where !notes.contains(.differs(difference)) {
        notes.append(.differs(difference))
      }
    }
    return notes
  }
}

extension Difference {
  /// The difference as a clause without a full stop.
  var text: String {
    switch self {
    case .rollingRetention:
      "Mixpanel counts each window from the user's first event, not by the calendar, and users "
        + "instead of the measure"
    case .conversionWindow:
      "Mixpanel counts conversions within the window that is saved with the funnel"
    case .derivedLastSteps: "last steps are differences of the numbers of users who reached a step"
    case .allFunnels: "funnels without data are listed as well"
    case .searchedWeeks: "the last weeks are searched, as many as the limit and at most 52"
    case .ownDates: "Mixpanel chooses the dates; window and measure have no effect"
    case .wholeDays: "the hours of the window are counted in whole days"
    case .eventLimit: "Mixpanel lists at most 5000 events"
    }
  }
}
