import MPQ
import MPQAPI
import MPQHTTP

/// Opens the way to a profile's server.
struct Remote {
  /// Seconds to wait for each answer; `nil` for the profile's own, or 60.
  var timeout: Double?
  /// Whether requests and answers are told on standard error.
  var isTraced = false

  /// A transport to the server of `profile`; nothing is sent yet.
  func transport(to profile: Profile) throws(ProgramError) -> any Transport {
    var options = HTTPOptions()
    options.deadline = timeout ?? profile.timeout ?? options.deadline
    options.caFile = profile.certificateFile
    options.userAgent = "mpq/\(Version.current)"
    if isTraced { options.trace = { Console.note(Self.text($0)) } }
    do throws(BaseURL.Problem) {
      return HTTPTransport(base: try BaseURL(profile.host), options: options)
    } catch {
      throw ProgramError(
        "\(profile.title): \(visible(error.message))",
        hint: "a host is like mixpanel.com, or https://data.example.com:8443")
    }
  }

  private static func text(_ event: TraceEvent) -> String {
    let outcome =
      switch event.result {
      case .success(let response): "\(response.status), \(response.body.count) bytes"
      case .failure(let error): QueryError.transport(error).message
      }
    let milliseconds = event.duration / .milliseconds(1)
    let tenths = Int(exactly: (milliseconds * 10).rounded()) ?? 0
    return visible("GET \(event.url) -> \(outcome), \(tenths / 10).\(tenths % 10) ms")
  }
}

extension BaseURL.Problem {
  /// What is wrong with a host, one sentence without a full stop.
  fileprivate var message: String {
    switch self {
    case .noHost: "the host is empty"
    case .unknownScheme(let scheme): "a host is asked over http or https, not over \(scheme)"
    case .userInfo: "a host holds no user name or password"
    case .query: "a host holds no '?' or '#'"
    case .badPort: "a port is a number from 1 to 65535"
    case .malformed: "the host is no host"
    case .insecure(let host):
      "signed requests go to \(host) over https only; plain http is for this machine"
    }
  }
}
