import Foundation
import MPQAPI
import MPQHTTP
import Testing

/// A signed request whose key and signature must never be seen in an error.
struct MarkedRequest {
  static let key = "marked-key-5f1c"

  let request: SignedRequest
  let signature: String

  init(event: String = "signup") throws {
    let secret = try #require(Secret("marked-secret-8d2e"))
    let credentials = try #require(Credentials(key: Self.key, secret: secret))
    let call = try Call(
      .events,
      [
        Call.Argument(.event, .texts([event])), Call.Argument(.type, .measure(.general)),
        Call.Argument(.unit, .unit(.day)), Call.Argument(.interval, .integer(7)),
      ])
    request = try Signer(credentials).sign(call, expiry: 2_000_000_000)
    let items = try QueryCodec.decode(request.query)
    signature = try #require(items.first { $0.name == Signature.Name.signature }?.value)
  }

  /// Whether a text reveals what only the server may see.
  func isSeen(in text: String) -> Bool {
    [Self.key, signature, "marked-secret"].contains { text.contains($0) }
  }
}

/// Options with which a test that hangs ends soon, but no other does.
let patient = HTTPOptions(connectTimeout: 30, deadline: 30, byteLimit: 1 << 20)

/// The answer to one signed request.
func answer(from base: BaseURL, _ options: HTTPOptions = patient) async throws -> Response {
  try await HTTPTransport(base: base, options: options).send(MarkedRequest().request)
}

/// Why one signed request got no answer; the error is searched for secrets.
func failure(
  from base: BaseURL, _ options: HTTPOptions = patient,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws -> TransportError {
  let marked = try MarkedRequest()
  let transport = HTTPTransport(base: base, options: options)
  let error = await #expect(throws: TransportError.self, sourceLocation: sourceLocation) {
    try await transport.send(marked.request)
  }
  let found = try #require(error, sourceLocation: sourceLocation)
  #expect(!marked.isSeen(in: String(reflecting: found)), sourceLocation: sourceLocation)
  return found
}

extension TransportError {
  /// The cause, if the case has one.
  var cause: String? {
    switch self {
    case .unreachable(_, let cause), .untrusted(_, let cause), .truncated(_, let cause),
      .failed(_, let cause):
      cause
    default: nil
    }
  }
}

/// The request that the server received, as it echoes it.
struct Echo: Decodable {
  /// The number of the connection, from 1.
  let connection: Int
  /// The request line and the headers.
  let head: [String]
  /// The body.
  let body: String

  init(_ response: Response) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(response.body))
  }
}
