public import MPQAPI

/// The limits of a client's requests, and its User-Agent.
public struct HTTPOptions: Sendable {
  /// The timeout for connecting, in seconds.
  public var connectTimeout: Double
  /// The timeout of the whole response, in seconds; at most a day.
  public var deadline: Double
  /// The maximum bytes of a response, decompressed.
  public var byteLimit: Int
  /// A file of certificates to trust instead of the system's.
  public var caFile: String?
  /// The User-Agent.
  public var userAgent: String

  /// Creates options; the defaults are 10 seconds to connect, 60 in total, and 64 MiB.
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
