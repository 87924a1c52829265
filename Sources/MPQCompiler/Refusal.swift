import MPQAPI
import MPQSyntax

/// Why a query that is well formed cannot be asked.
///
/// Each case shows such a query. All messages are worded here.
enum Refusal: Reason {
  /// `funnel "Signup flow" unique`
  case noMeasure(Form)
  /// `top events days 7`
  case noWindow(Form)
  /// `funnel "Signup flow" days 7`
  case wrongUnit(Form, Window)
  /// `retention "play song" by referrer`
  case noProperty(Form)
  /// `funnel "Signup flow" by referrer in (google)`
  case noValues(Form)
  /// `retention "play song" limit 10`
  case noLimit(Form)
  /// `events "play song" days 100000`
  case countTooLarge(what: String, limit: Int)
  /// `events "xexpire=4102444800interval=7name=foo" by feature`
  case ambiguous
  /// A query that the checks of the compiler pass, and the API's own table of parameters does not.
  case call(APIError)

  /// What is wrong, one sentence without a full stop.
  var message: String {
    switch self {
    case .noMeasure(let form):
      form.isAboutFunnels
        ? "\(form.noun) has no measure: funnels count users"
        : "\(form.noun) has no measure"
    case .noWindow(.topEvents):
      "'top events' has no window: it counts today and compares with yesterday"
    case .noWindow(let form):
      "\(form.noun) has no window"
    case .wrongUnit(let form, let window):
      form.isAboutFunnels
        ? "funnels are counted by week, not by \(window.unit.rawValue)"
        : "\(form.noun) is not counted by \(window.unit.rawValue)"
    case .noProperty(let form):
      "\(form.noun) cannot be broken down by a property"
    case .noValues(let form):
      "\(form.noun) takes no list of values"
    case .noLimit(let form):
      "\(form.noun) has no limit"
    case .countTooLarge(let what, let limit):
      "the maximum is '\(what) \(limit)'"
    case .call(let error): error.text
    case .ambiguous:
      "a name makes the signed text ambiguous; the query is not sent"
    }
  }

  /// What to write instead.
  var hints: [String] {
    switch self {
    case .wrongUnit(_, let window):
      ["write 'weeks \(Self.weeks(covering: window))'"]
    case .noLimit(.events):
      ["a limit goes with 'by PROPERTY', 'top events' or 'show'"]
    case .noValues(let form):
      ["leave 'in (...)' out; the form is: \(form.pattern)"]
    case .noMeasure(let form), .noWindow(let form), .noProperty(let form), .noLimit(let form):
      ["the form is: \(form.pattern)"]
    case .countTooLarge, .call: []
    case .ambiguous:
      ["names that hold 'expire=', 'name=' and the like cannot be asked about safely"]
    }
  }

  /// The smallest number of weeks that covers `window`.
  private static func weeks(covering window: Window) -> Int {
    let days =
      switch window.unit {
      case .hour: (window.interval + 23) / 24
      case .day: window.interval
      case .week: window.interval * 7
      case .month: window.interval * 31
      }
    return min(max(1, (days + 6) / 7), Endpoint.intervalLimit)
  }
}
