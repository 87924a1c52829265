import MPQ
import MPQAPI
import MPQConsole
import MPQHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens the way to a profile's server.
struct Remote {
  /// Seconds to wait for each answer; `nil` for the profile's own, or 60.
  var timeout: Double?
  /// The most bytes of an answer; `nil` for the profile's own, or 64 MiB.
  var answerLimit: Int?
  /// Whether requests and answers are told on standard error.
  var isTraced = false

  /// Asks the server of `profile`; nothing is sent yet.
  func source(
    of profile: Profile, _ credentials: Credentials
  ) throws(ProgramError) -> RemoteSource {
    var options = RemoteSource.Options()
    options.deadline = timeout ?? profile.timeout ?? options.deadline
    if let limit = answerLimit ?? profile.answerLimit {
      options.limits = Limits(answerBytes: limit)
    }
    return RemoteSource(
      transport: try transport(to: profile, options), credentials: credentials,
      options: options, clock: CallClock { time(nil) })
  }

  private func transport(
    to profile: Profile, _ sourceOptions: RemoteSource.Options
  ) throws(ProgramError) -> any Transport {
    var options = HTTPOptions()
    options.deadline = sourceOptions.deadline
    options.byteLimit = sourceOptions.limits.answerBytes
    options.caFile = profile.certificateFile
    options.userAgent = "mpq/\(Version.current)"
    do throws(BaseURL.Problem) {
      let base = try BaseURL(profile.host)
      let transport = HTTPTransport(base: base, options: options)
      return isTraced ? TracedTransport(transport, base: base.description) : transport
    } catch {
      throw ProgramError(
        "\(profile.title): \(visible(error.message))",
        hint: "a host is like mixpanel.com, or https://data.example.com:8443")
    }
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
