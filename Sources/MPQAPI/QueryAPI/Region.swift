/// The regions in which Mixpanel keeps projects; each has its own hosts.
public enum Region: String, CaseIterable, Hashable, Sendable {
  case us, eu
  case india = "in"

  /// The host of the region's Query API.
  public var queryHost: String {
    switch self {
    case .us: "mixpanel.com"
    case .eu, .india: "\(rawValue).mixpanel.com"
    }
  }
}
