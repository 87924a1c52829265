/// A failure whose cause is known from what Mixpanel's service answers, or from what its Query API
/// lacks.
public enum ServiceProblem: Error, Hashable, Sendable {
  /// The project lives in another region, which the answer may name.
  case otherRegion(Region?)
  /// The project's plan has no Query API.
  case noQueryAPI
  /// The user name or the secret is wrong, or the account is not one of the project.
  case wrongLogin
  /// The account may not do this in the project.
  case forbidden(String)
  /// The project's plan keeps this many days only.
  case historyLimit(days: Int)
  /// The last day of the query is later than the project's today.
  case futureDate
  /// The server refuses a request line of this length.
  case lineTooLong
  /// Several funnels have this name; `spellings` name each of them.
  case sameName(String, spellings: [String])
  /// Retention has no hours.
  case noHours
  /// There is no list of a funnel's properties.
  case noFunnelProperties(funnel: String)

  /// Finds the cause of a failure in the answer's status and text; `nil` if they do not tell.
  ///
  /// The texts are those that clients of the service have reported.
  package init?(status: Int, text: String) {
    let text = text.lowercased()
    if text.contains("invalid project id for cluster") {
      self = .otherRegion(Self.region(in: text))
    } else if status == 402, text.contains("plan") {
      self = .noQueryAPI
    } else if text.contains("to_date cannot be later than today") {
      self = .futureDate
    } else if text.contains("request line is too large") {
      self = .lineTooLong
    } else if text.contains("unable to authenticate request") {
      self = .wrongLogin
    } else if let days = Self.days(in: text) {
      self = .historyLimit(days: days)
    } else {
      return nil
    }
  }

  /// The kind of failure.
  public var category: CallError.Category {
    switch self {
    case .otherRegion: .configuration
    case .noQueryAPI: .quota
    case .wrongLogin, .forbidden: .authentication
    case .historyLimit, .futureDate, .lineTooLong, .sameName, .noHours, .noFunnelProperties: .query
    }
  }

  /// The region of `project_cluster: mixpanel-prod-eu`; a cluster without one is in the US.
  private static func region(in text: String) -> Region? {
    guard let mark = text.firstRange(of: "mixpanel-prod") else { return nil }
    let rest = text[mark.upperBound...]
    return Region.allCases.first { rest.hasPrefix("-\($0.rawValue)") } ?? .us
  }

  /// The number in `exceeds 90 days`.
  private static func days(in text: String) -> Int? {
    guard let mark = text.firstRange(of: "exceeds ") else { return nil }
    let words = text[mark.upperBound...].split(separator: " ").prefix(2)
    guard words.count == 2, words[1].hasPrefix("day") else { return nil }
    return Parameter.integer(reading: String(words[0]))
  }
}
