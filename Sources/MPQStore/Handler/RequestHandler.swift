public import MPQAPI

/// Answers requests about one project, in both dialects: signed ones of the API of 2010, and those
/// of the Query API with Basic authentication.
///
/// A server calls it for every request; in process, ``StoreSource`` answers without requests.
/// It accepts only GET requests.
public struct RequestHandler: Sendable {
  private let project: Project
  private let check: RequestCheck
  private let door: QueryDoor
  private let clock: ProjectClock
  private let callbacks: CallbackNames?

  /// Answers about `project`.
  ///
  /// - Parameters:
  ///   - project: The project, open for reading at least.
  ///   - accounts: The keys whose signatures and secrets are accepted; the result is `nil` if it is
  ///     empty.
  ///   - clock: When windows end; the expiry of requests always uses the real clock.
  ///   - callbacks: The allowed JSONP callbacks; `nil` for none.
  public init?(
    project: Project, accounts: [Credentials], clock: ProjectClock = .real,
    callbacks: CallbackNames? = nil
  ) {
    guard let check = RequestCheck(accounts: accounts) else { return nil }
    self.project = project
    self.check = check
    door = QueryDoor(check: BasicCheck(accounts: accounts))
    self.clock = clock
    self.callbacks = callbacks
  }

  /// Answers one request.
  ///
  /// - Parameters:
  ///   - path: Its absolute path, with or without a trailing slash.
  ///   - query: Its query string, encoded, without the question mark.
  ///   - authorization: The value of its Authorization header; `nil` if it has none.
  ///   - time: Now by the real clock, in seconds since 1970-01-01T00:00:00Z.
  /// - Returns: The answer: status 200, or the error of the dialect.
  /// - Throws: ``StoreError`` if the project cannot be read. Its message names files, so send
  ///   ``failure`` to the client instead.
  public func respond(
    path: String, query: String, authorization: String? = nil, time: Int
  ) async throws(StoreError) -> Response {
    switch admit(path: path, query: query, authorization: authorization, time: time) {
    case .refused(let response): response
    case .admitted(let question): try await question.answer()
    case .export: Target(path: path, query: query).response(to: Self.exportRefusal)
    }
  }

  /// An export has no response in one piece.
  private static let exportRefusal = QueryRefusal(400, "This server does not export events")

  /// Checks one request without reading the project.
  ///
  /// - Parameters:
  ///   - path: Its absolute path, with or without a trailing slash.
  ///   - query: Its query string, encoded, without the question mark.
  ///   - authorization: The value of its Authorization header; `nil` if it has none.
  ///   - form: The body of a POST, encoded like a query string; `nil` for a GET.
  ///   - time: Now by the real clock, in seconds since 1970-01-01T00:00:00Z.
  /// - Returns: The result of the checks.
  public func admit(
    path: String, query: String, authorization: String? = nil, form: String? = nil, time: Int
  ) -> Admission {
    let target = Target(path: path, query: query)
    do throws(QueryRefusal) {
      if let name = QueryDoor.name(of: path, hasAuthorization: authorization != nil) {
        let passed = try door.admit(
          name: name, query: query, form: form, authorization: authorization, now: clock.now)
        switch passed {
        case .call(let call, let key):
          return .admitted(Question(handler: self, work: .query(call), key: key, target: target))
        case .export(let call, let key):
          return .export(RawExport(project: project, call: call, key: key))
        }
      }
      let (passed, callback) = try signed(path, query, time)
      return .admitted(
        Question(
          handler: self, work: .signed(passed.call, callback: callback), key: passed.key,
          target: target))
    } catch {
      return .refused(target.response(to: error))
    }
  }

  private func signed(
    _ path: String, _ query: String, _ time: Int
  ) throws(QueryRefusal) -> (RequestCheck.Passed, callback: String?) {
    do throws(APIError) {
      let passed = try check.check(try Self.endpoint(path), query: query, time: time)
      return (passed, try callback(passed))
    } catch {
      throw QueryRefusal(error)
    }
  }

  /// A handler of the same project with other keys.
  ///
  /// - Parameter accounts: The keys whose signatures are accepted.
  /// - Returns: The handler; `nil` if there is no key, or if a key has too many secrets.
  public func replacing(accounts: [Credentials]) -> RequestHandler? {
    RequestHandler(project: project, accounts: accounts, clock: clock, callbacks: callbacks)
  }

  /// A handler for another project with the same keys.
  ///
  /// - Parameters:
  ///   - project: The project, open for reading at least.
  ///   - clock: When windows end.
  /// - Returns: The handler.
  public func replacing(project: Project, clock: ProjectClock) -> RequestHandler {
    RequestHandler(self, project, clock)
  }

  private init(_ other: RequestHandler, _ project: Project, _ clock: ProjectClock) {
    self.project = project
    check = other.check
    door = other.door
    self.clock = clock
    callbacks = other.callbacks
  }

  /// Whether the project can be read.
  ///
  /// - Throws: ``StoreError`` if it cannot be read.
  public func probe() async throws(StoreError) {
    _ = try await project.funnels()
  }

  fileprivate func answer(_ question: Question) async throws(StoreError) -> Response {
    let response: Response
    switch question.work {
    case .signed(let call, let callback):
      let answerer = Answerer(store: project.store, calendar: project.calendar, now: clock.now)
      guard let reply = try await answerer.reply(to: call) else {
        return question.target.response(to: QueryRefusal(400, Answerer.refusal))
      }
      // Writing a large answer takes as long as computing it.
      guard !Task.isCancelled else { throw .cancelled }
      response = reply.response(to: call, callback: callback)
    case .query(let call):
      let answerer = QueryAnswerer(
        store: project.store, calendar: project.calendar, now: clock.now)
      do throws(QueryAnswerer.Failure) {
        response = try await answerer.response(to: call)
      } catch {
        switch error {
        case .store(let error): throw error
        case .refused(let refusal): return question.target.response(to: refusal)
        }
      }
    }
    return response
  }

  /// The response if the project cannot be read: status 500.
  public static let failure = response(
    status: 500, [JSONMember("error", .text("The project cannot be read"))])
  /// The response while the project is not available: status 503.
  public static let unavailable = response(
    status: 503, [JSONMember("error", .text("The project is not available: try again later"))])

  private static func endpoint(_ path: String) throws(APIError) -> Endpoint.ID {
    let bytes = Array(path.utf8)
    guard bytes.starts(with: Endpoint.root.utf8) else { throw .invalidEndpoint(path) }
    var name = bytes[Endpoint.root.utf8.count...]
    if name.last == UInt8(ascii: "/") { name.removeLast() }
    let match = Endpoint.ID.allCases.first { name.elementsEqual($0.rawValue.utf8) }
    guard let match else { throw .invalidEndpoint(String(decoding: name, as: UTF8.self)) }
    return match
  }

  /// The JSONP callback of the request; `nil` if it has none.
  private func callback(_ passed: RequestCheck.Passed) throws(APIError) -> String? {
    guard let callback = passed.callback else { return nil }
    guard passed.call.format == .json, callbacks?.allow(callback) == true else {
      throw .invalidParameter(Signature.Name.callback)
    }
    return callback
  }

  private static func response(status: Int, _ members: [JSONMember]) -> Response {
    Response(
      status: status, mediaType: "application/json", body: JSONWriter.bytes(.object(members)))
  }

  /// What a client asked for, as the request line has it.
  fileprivate struct Target {
    var path: String
    var query: String

    /// The error that both dialects send, without secrets.
    func response(to refusal: QueryRefusal) -> Response {
      let request = query.isEmpty ? path : "\(path)?\(SignedRequest.redacted(query: query))"
      return RequestHandler.response(
        status: refusal.status,
        [JSONMember("error", .text(refusal.text)), JSONMember("request", .text(request))])
    }
  }
}

extension RequestHandler {
  /// The result of checking a request.
  public enum Admission: Sendable {
    /// Rejected, with the response to send.
    case refused(Response)
    /// Accepted; the question is to be answered from the project.
    case admitted(Question)
    /// Accepted; the events are to be sent.
    case export(RawExport)
  }

  /// A request that passed all checks.
  public struct Question: Sendable {
    fileprivate let handler: RequestHandler
    fileprivate let work: Work
    /// The key of the client.
    public let key: String
    fileprivate let target: Target

    fileprivate enum Work {
      case signed(Call, callback: String?)
      case query(QueryCall)
    }

    /// Answers the question; reading stops if the task is cancelled.
    ///
    /// - Returns: The answer: status 200, or the error of the dialect.
    /// - Throws: ``StoreError`` if the project cannot be read.
    public func answer() async throws(StoreError) -> Response {
      try await handler.answer(self)
    }
  }
}
