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
  /// The timeout of each call, in seconds; `nil` for the profile's, or that of the API.
  var timeout: Double?
  /// The maximum bytes of an answer; `nil` for the profile's, or 64 MiB.
  var answerLimit: Int?
  /// Whether to report requests and responses on standard error.
  var isTraced = false

  /// The data source of `profile`'s server; sends nothing yet.
  func source(of profile: Profile, _ secret: Secret) throws(ProgramError) -> any CallSource {
    switch profile.api {
    case .signed(let key):
      guard let credentials = Credentials(key: key, secret: secret) else {
        throw ProgramError(ProfileError.wrongKey)
      }
      return try signedSource(of: profile, credentials)
    case .query(let account):
      guard let login = QueryLogin(username: account.username, secret: secret) else {
        throw ProgramError(ProfileError.wrongUsername)
      }
      return try querySource(
        of: profile,
        QueryProject(login: login, id: account.projectID, workspaceID: account.workspaceID))
    }
  }

  private func signedSource(
    of profile: Profile, _ credentials: Credentials
  ) throws(ProgramError) -> RemoteSource {
    var options = RemoteSource.Options(limits: limits(of: profile))
    options.deadline = timeout ?? profile.timeout ?? options.deadline
    let (transport, base) = try transport(
      to: profile, deadline: options.deadline, limits: options.limits)
    return RemoteSource(
      transport: isTraced ? TracedTransport(transport, base: base) : transport,
      credentials: credentials, options: options, clock: CallClock { time(nil) })
  }

  private func querySource(
    of profile: Profile, _ project: QueryProject
  ) throws(ProgramError) -> QueryAPISource {
    var options = QueryAPISource.Options(limits: limits(of: profile))
    options.deadline = timeout ?? profile.timeout ?? options.deadline
    let (transport, base) = try transport(
      to: profile, deadline: options.deadline, limits: options.limits)
    let sender: any QueryTransport =
      isTraced ? TracedQueryTransport(transport, base: base) : transport
    let ledger = CallLedger.of(profile) { time(nil) }
    return QueryAPISource(
      transport: ledger.map { MeteredTransport(sender, $0) } ?? sender, project: project,
      options: options, clock: CallClock { time(nil) }, today: Self.localToday)
  }

  private func limits(of profile: Profile) -> Limits {
    (answerLimit ?? profile.answerLimit).map { Limits(answerBytes: $0) } ?? Limits()
  }

  /// The day of this machine's time zone, which TZ sets.
  private static func localToday() -> CivilDate {
    var (now, parts) = (time(nil), tm())
    guard localtime_r(&now, &parts) != nil else { return CivilDate(dayNumber: now / 86_400) }
    return CivilDate(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }

  private func transport(
    to profile: Profile, deadline: Double, limits: Limits
  ) throws(ProgramError) -> (HTTPTransport, base: String) {
    var options = HTTPOptions()
    options.deadline = deadline
    options.byteLimit = limits.answerBytes
    options.caFile = profile.certificateFile
    options.userAgent = "mpq/\(Version.current)"
    do throws(BaseURL.Problem) {
      let base = try BaseURL(profile.host)
      return (HTTPTransport(base: base, options: options), base.description)
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
      "requests go to \(host) over https only; plain http is for this machine"
    }
  }
}
