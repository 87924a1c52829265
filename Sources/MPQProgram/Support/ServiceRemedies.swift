import MPQ
import MPQAPI
import MPQSyntax

extension ServiceProblem {
  /// The hint.
  var remedy: String? {
    switch self {
    case .otherRegion(let region?):
      "set region = \"\(region.rawValue)\" in the profile, or MPQ_REGION=\(region.rawValue)"
    case .otherRegion(nil):
      "set another region (\(Profile.regionText)) in the profile, or in MPQ_REGION"
    case .noQueryAPI:
      "Mixpanel's raw export works with every plan: 'mpq import' reads it, and --local then "
        + "answers every query"
    case .wrongLogin:
      "check the user name, the secret and the project; 'mpq profile test' shows whether they work"
    case .forbidden: "give the account a role in the project that may read it"
    case .historyLimit(let days): Self.windows(within: days)
    case .futureDate: "set TZ to the project's time zone, such as TZ=America/Los_Angeles"
    case .lineTooLong: "ask about fewer names at once"
    case .sameName(_, let spellings):
      "ask for \(spellings.map(Self.quoted).joined(separator: " or "))"
    case .noHours: "ask for days, weeks or months"
    case .noFunnelProperties(let funnel):
      "'show properties of event STEP' lists those of one step; 'funnel \(Self.quoted(funnel))' "
        + "shows the steps"
    }
  }

  private static func windows(within days: Int) -> String {
    let weeks = days / 7
    guard weeks > 0 else { return "ask for at most 'days \(days)'" }
    return "ask for at most 'days \(days)' or 'weeks \(weeks)'; with 'show dates', 'limit \(weeks)'"
  }

  private static func quoted(_ name: String) -> String { visible(Name.quoted(name)) }
}
