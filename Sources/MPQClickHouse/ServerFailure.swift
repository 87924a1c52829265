internal import MPQAPI
internal import MPQStore

/// An error response of a ClickHouse server: `Code: 60, e.displayText() = DB::Exception: ...`.
struct ServerFailure {
  /// ClickHouse's error code, the same in all versions; `nil` if the server is not ClickHouse.
  let code: Int?
  private let status: Int
  private let text: String

  private static let textLimit = 400

  /// Reads the body of a response whose status is not 200.
  init(_ body: [UInt8], status: Int) {
    self.status = status
    let line =
      String(decoding: body.prefix(Self.textLimit), as: UTF8.self)
      .split(whereSeparator: \.isNewline).first ?? ""
    let digits = line.firstRange(of: "Code: ")
      .map { line[$0.upperBound...].prefix { $0.isASCII && $0.isNumber } }
    code = digits.flatMap { Int($0) }
    let message = line.firstRange(of: "DB::Exception: ").map { line[$0.upperBound...] } ?? line
    text =
      message.firstRange(of: ", e.what()").map { String(message[..<$0.lowerBound]) }
      ?? String(message)
  }

  /// The error for the user.
  func storeError(_ server: String, user: String) -> StoreError {
    switch code {
    case 81, 60: .notFound(path: server)
    case 57: .alreadyExists(path: server)
    case 192, 193, 194, 516:
      .failed(path: server, cause: "the server rejected user '\(user)'; \(ClickHouseLogin.hint)")
    case 164:
      .failed(
        path: server,
        cause: "user '\(user)' may not change settings; set readonly = 2 in its profile")
    case 497:
      .failed(path: server, cause: "user '\(user)' lacks a privilege: \(text)")
    case 209, 210, 279, 198, 32:
      .unavailable(path: server, cause: "a shard is unreachable: \(text)")
    case 252:
      .unavailable(path: server, cause: "the server merges parts too slowly; try again later")
    case 159:
      .failed(path: server, cause: "the query timed out; ask for fewer days")
    case 241:
      .failed(
        path: server, cause: "the server's memory limit was exceeded: \(text)")
    case .some: .failed(path: server, cause: "ClickHouse: \(text)")
    case nil where (500..<600).contains(status):
      .unavailable(path: server, cause: "the server returned status \(status)")
    case nil:
      .failed(path: server, cause: "not a ClickHouse server (status \(status))")
    }
  }
}

extension StoreError {
  /// Converts a failed request to `server`.
  init(_ error: TransportError, server: String) {
    switch error {
    case .cancelled: self = .cancelled
    case .unknownHost: self = .unavailable(path: server, cause: "unknown host")
    case .unreachable(_, let cause), .truncated(_, let cause), .failed(_, let cause):
      self = .unavailable(path: server, cause: cause)
    case .timedOut(_, let seconds):
      self = .unavailable(path: server, cause: "timed out after \(Int(seconds)) seconds")
    case .untrusted(_, let cause):
      self = .failed(path: server, cause: "the server's certificate is not trusted: \(cause)")
    case .tooLarge:
      self = .failed(path: server, cause: "the response is too large; ask for fewer days")
    case .redirected, .requestTooLong:
      self = .failed(path: server, cause: "not a ClickHouse server")
    }
  }
}
