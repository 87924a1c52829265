internal import MPQAPI
internal import MPQStore

/// What a ClickHouse server says went wrong: `Code: 60, e.displayText() = DB::Exception: ...`.
struct ServerFailure {
  /// ClickHouse's number of the error, the same in all versions; `nil` where something else speaks.
  let code: Int?
  private let status: Int
  private let text: String

  private static let textLimit = 400

  /// Reads the body of an answer that is not 200.
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

  /// What people are told about it.
  func storeError(_ server: String, user: String) -> StoreError {
    switch code {
    case 81, 60: .notFound(path: server)
    case 57: .alreadyExists(path: server)
    case 192, 193, 194, 516:
      .failed(path: server, cause: "the server lets user '\(user)' not in; \(ClickHouseLogin.hint)")
    case 164:
      .failed(
        path: server,
        cause: "user '\(user)' may not change settings; readonly = 2 in its profile is enough")
    case 497:
      .failed(path: server, cause: "user '\(user)' may not do that: \(text)")
    case 209, 210, 279, 198, 32:
      .unavailable(path: server, cause: "a shard cannot be reached: \(text)")
    case 252:
      .unavailable(path: server, cause: "the server cannot merge its parts as fast as they come")
    case 159:
      .failed(path: server, cause: "the server took too long; ask for less time")
    case 241:
      .failed(
        path: server, cause: "the server's limit of memory is too low for this: \(text)")
    case .some: .failed(path: server, cause: "ClickHouse says: \(text)")
    case nil where (500..<600).contains(status):
      .unavailable(path: server, cause: "the server answers with status \(status)")
    case nil:
      .failed(path: server, cause: "this is no ClickHouse server (status \(status))")
    }
  }
}

extension StoreError {
  /// Why no answer of a server came.
  init(_ error: TransportError, server: String) {
    switch error {
    case .cancelled: self = .cancelled
    case .unknownHost: self = .unavailable(path: server, cause: "there is no such host")
    case .unreachable(_, let cause), .truncated(_, let cause), .failed(_, let cause):
      self = .unavailable(path: server, cause: cause)
    case .timedOut(_, let seconds):
      self = .unavailable(path: server, cause: "no answer within \(Int(seconds)) seconds")
    case .untrusted(_, let cause):
      self = .failed(path: server, cause: "the server's certificate is refused: \(cause)")
    case .tooLarge:
      self = .failed(path: server, cause: "the answer is too large; ask for less time")
    case .redirected, .requestTooLong:
      self = .failed(path: server, cause: "this is no ClickHouse server")
    }
  }
}
