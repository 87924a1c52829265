import MPQ
import MPQAPI
import Synchronization

/// A minimal service: answers from a closure, and records requests.
final class ScriptedQueryTransport: QueryTransport {
  private let recorded = Mutex<[QueryRequest]>([])
  private let answer: @Sendable (QueryRequest) -> Response

  init(_ answer: @escaping @Sendable (QueryRequest) -> Response) {
    self.answer = answer
  }

  /// Answers with the body of the first entry whose text is in the decoded target.
  convenience init(_ bodies: KeyValuePairs<String, String>) {
    let bodies = bodies.map { ($0, $1) }
    self.init { request in
      let target = Self.decoded(request)
      let body =
        bodies.first { $0.0.isEmpty || target.contains($0.0) }?.1 ?? "nothing for \(target)"
      return Response(status: 200, mediaType: "application/json", body: Array(body.utf8))
    }
  }

  /// The paths below the root with their parameters, decoded, without the project.
  var targets: [String] { recorded.withLock(\.self).map(Self.decoded) }
  var requests: [QueryRequest] { recorded.withLock(\.self) }

  func send(
    _ request: QueryRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    recorded.withLock { $0.append(request) }
    return answer(request)
  }

  private static func decoded(_ request: QueryRequest) -> String {
    let items = (try? QueryCodec.decode(request.query)) ?? []
    let texts = items.filter { $0.name != "project_id" }.map { "\($0.name)=\($0.value)" }
    return ([String(request.path.dropFirst(QueryRequest.root.count))] + texts)
      .joined(separator: " ")
  }
}

extension QueryProject {
  /// A project with a service account.
  static func example(secret: String = "s3cr3t-m4rk3d") -> QueryProject? {
    Secret(secret).flatMap { QueryLogin(username: "reports", secret: $0) }
      .map { QueryProject(login: $0, id: 12_345) }
  }
}
