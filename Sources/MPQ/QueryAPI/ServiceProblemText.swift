import MPQAPI
import MPQSyntax

extension ServiceProblem {
  /// The message of the failure, one sentence without a full stop.
  var message: String {
    switch self {
    case .otherRegion(let region?):
      "the project is not in this region, but in \(region.rawValue)"
    case .otherRegion(nil): "the project is not in this region"
    case .noQueryAPI: "the project's plan has no Query API"
    case .wrongLogin: "the server refused the user name or the secret"
    case .forbidden(""): "the login may not read this project"
    case .forbidden(let detail): "the login may not read this project: \(visible(detail))"
    case .historyLimit(let days): "the project's plan keeps \(days) days"
    case .futureDate: "the query ends after today in the project's time zone"
    case .lineTooLong: "the server accepts no request line of this length"
    case .sameName(let name, let spellings):
      "\(spellings.count) funnels are called \"\(visible(name))\""
    case .noHours: "Mixpanel's retention has no hours"
    case .noFunnelProperties: "Mixpanel does not list the properties of a funnel"
    }
  }
}
