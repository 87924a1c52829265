import MPQ
import MPQAPI
import MPQConsole
import MPQHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Creates data sources for profiles.
struct Remote {
  /// The timeout of each call, in seconds; `nil` for the profile's, or 60.
  var timeout: Double?
  /// The maximum bytes of an answer; `nil` for the profile's, or 64 MiB.
  var answerLimit: Int?
  /// Whether to report requests and responses on standard error.
  var isTraced = false

  /// The data source of `profile`'s server; sends nothing yet.
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
  /// The problem of a host, without a full stop.
  fileprivate var message: String {
    switch self {
    case .noHost: "the host is empty"
    case .unknownScheme(let scheme): "the scheme must be http or https, not \(scheme)"
    case .userInfo: "the host must not have a user name or password"
    case .query: "the host must not have '?' or '#'"
    case .badPort: "the port must be a number from 1 to 65535"
    case .malformed: "invalid host"
    case .insecure(let host):
      "signed requests go to \(host) over https only; plain http is for this machine"
    }
  }
}
