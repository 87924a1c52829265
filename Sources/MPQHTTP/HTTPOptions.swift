public import MPQAPI

/// The limits of a client's requests, and how it presents itself.
public struct HTTPOptions: Sendable {
  /// Seconds until the connection must stand.
  public var connectTimeout: Double
  /// Seconds until the whole answer must be here; at most a day.
  public var deadline: Double
  /// The most bytes of an answer, inflated.
  public var byteLimit: Int
  /// A file of certificates to trust instead of the system's.
  public var caFile: String?
  /// The name under which we go.
  public var userAgent: String

  /// The usual settings: 10 seconds to connect, 60 in all, 64 MiB.
  public init(
    connectTimeout: Double = 10, deadline: Double = 60, byteLimit: Int = Limits().answerBytes,
    caFile: String? = nil, userAgent: String = "mpq"
  ) {
    self.connectTimeout = connectTimeout
    self.deadline = deadline
    self.byteLimit = byteLimit
    self.caFile = caFile
    self.userAgent = userAgent
  }
}
