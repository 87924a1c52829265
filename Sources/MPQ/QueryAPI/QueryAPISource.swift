public import MPQAPI

/// Asks Mixpanel's Query API, the HTTP API that the service answers today.
///
/// Answers get the forms of the API document. Where the Query API has one funnel or one event for
/// each request, a call makes several requests, one after the other.
public struct QueryAPISource: CallSource {
  /// The settings of a source.
  public struct Options: Sendable {
    /// Seconds for one request: sending, retries, and reading the answer.
    public var deadline: Double
    /// The most times that a request is sent again after a failure that may pass.
    public var retryLimit: Int
    /// The longest pause before a retry, in seconds.
    public var pauseLimit: Double
    /// The limits of an answer.
    public var limits: Limits

    /// The usual settings: 500 seconds, which is what the service takes for long queries, sent
    /// again twice after at most a minute.
    public init(
      deadline: Double = 500, retryLimit: Int = 2, pauseLimit: Double = 60,
      limits: Limits = Limits()
    ) {
      self.deadline = deadline
      self.retryLimit = retryLimit
      self.pauseLimit = pauseLimit
      self.limits = limits
    }
  }

  private let transport: any QueryTransport
  let project: QueryProject
  let options: Options
  private let clock: CallClock
  private let today: @Sendable () -> CivilDate
  let funnels: FunnelList

  /// Asks about `project` through `transport`.
  ///
  /// - Parameters:
  ///   - transport: Carries requests to the server.
  ///   - project: The project and its login.
  ///   - options: The settings.
  ///   - clock: The clocks.
  ///   - today: The current day in the project's time zone, which the service does not tell. A
  ///     later one is refused by the service.
  public init(
    transport: any QueryTransport, project: QueryProject, options: Options = Options(),
    clock: CallClock, today: @escaping @Sendable () -> CivilDate
  ) {
    self.transport = transport
    self.project = project
    self.options = options
    self.clock = clock
    self.today = today
    funnels = FunnelList(uptime: clock.uptime)
  }

  /// How the answer to a call differs from what the API document defines.
  ///
  /// - Parameter call: The call.
  /// - Returns: The differences.
  public func differences(of call: Call) -> [Difference] {
    var differences = QueryForm.of(call.endpoint)?.differences ?? []
    guard call.endpoint == .eventsNames else { return differences }
    if call.window?.unit == .hour { differences.append(.wholeDays) }
    if call.limit > Self.eventLimit { differences.append(.eventLimit) }
    return differences
  }

  /// The most events that the service lists.
  private static let eventLimit = 5000

  /// Asks the server and reads its answer.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``CallError``.
  public func result(of call: Call) async throws(CallError) -> CallResult {
    guard let form = QueryForm.of(call.endpoint) else {
      throw .service(.noFunnelProperties(funnel: call.text(.funnel)))
    }
    return try await result(of: call, form)
  }

  /// The answer of a call that has the form of the API document.
  func directResult(of call: Call, _ form: QueryForm) async throws(CallError) -> CallResult {
    let deadline = Deadline(in: options.deadline, of: clock)
    let response = try await send(request(call, form), by: deadline)
    return try read(response) { response throws(CallError) in
      try ResponseReader.result(
        of: response, to: call, limits: options.limits, checkpoint: deadline.check)
    }
  }

  /// Asks the server and reads nothing, unless the answer has another form.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The response, whatever its status. Where the Query API has another form, it is the
  ///   response that a server of the API document would send.
  /// - Throws: ``CallError`` when there is no complete response.
  public func response(to call: Call) async throws(CallError) -> Response {
    guard let form = QueryForm.of(call.endpoint), form.isDirect else {
      return Response(
        status: 200, mediaType: "application/json",
        body: JSONWriter.bytes(try await result(of: call).json))
    }
    let deadline = Deadline(in: options.deadline, of: clock)
    let response = try await send(request(call, form), by: deadline)
    let isAnswer = ResponseReader.failure(in: response, to: call) == nil
    return isAnswer ? response : masked(response)
  }

  // MARK: - Requests

  /// The request of a call, with more parameters.
  func request(_ call: Call, _ form: QueryForm, _ items: [QueryItem] = []) -> QueryRequest {
    project.request(form.path, form.items(of: call, today: today()) + items)
  }

  /// Sends a request, and reads its answer as a tree.
  func answer(to request: QueryRequest) async throws(CallError) -> QueryValue {
    let deadline = Deadline(in: options.deadline, of: clock)
    let response = try await send(request, by: deadline)
    return try read(response) { response throws(CallError) in
      QueryValue(try ResponseReader.tree(of: response))
    }
  }

  /// Reads the parts of an answer; a part with another form is an error.
  func parts<Value>(_ read: () throws(ShapeError) -> Value) throws(CallError) -> Value {
    do throws(ShapeError) {
      return try read()
    } catch {
      throw .shape(error)
    }
  }

  private func send(
    _ request: QueryRequest, by deadline: Deadline
  ) async throws(CallError) -> Response {
    let rule = RetryRule(limit: options.retryLimit, pauseLimit: options.pauseLimit)
    let response = try await rule.response(by: deadline, clock) {
      timeout async throws(CallError) in
      await Result { () async throws(TransportError) in
        try await transport.send(request, timeout: timeout)
      }
    }
    try deadline.check()
    return response
  }

  /// Reads a response; the error of one that is not an answer never has the secret.
  private func read<Value>(
    _ response: Response, _ read: (Response) throws(CallError) -> Value
  ) throws(CallError) -> Value {
    do throws(CallError) {
      return try read(response)
    } catch {
      let response = masked(response)
      do throws(CallError) {
        return try read(response)
      } catch {
        throw error.ofQueryAPI
      }
    }
  }

  /// The response without the secret, which a server may repeat.
  private func masked(_ response: Response) -> Response {
    var response = response
    // JSON has several spellings of a text.
    if response.body.count <= Limits.errorBytes, let tree = try? JSONReader.read(response.body) {
      let masked = tree.mapTexts(project.login.masked)
      if masked != tree { response.body = JSONWriter.bytes(masked) }
    }
    response.body = project.login.masked(response.body)
    return response
  }
}

extension JSONValue {
  /// The value with other texts, those of names included.
  fileprivate func mapTexts(_ change: ([UInt8]) -> [UInt8]) -> JSONValue {
    func changed(_ text: String) -> String {
      String(decoding: change(Array(text.utf8)), as: UTF8.self)
    }
    return switch self {
    case .text(let text): .text(changed(text))
    case .array(let elements): .array(elements.map { $0.mapTexts(change) })
    case .object(let members):
      .object(members.map { JSONMember(changed($0.name), $0.value.mapTexts(change)) })
    case .null, .bool, .number: self
    }
  }
}

extension CallError {
  /// The error with the causes that a status has in the Query API.
  fileprivate var ofQueryAPI: CallError {
    switch self {
    case .status(401, _, _): .service(.wrongLogin)
    case .status(402, _, _): .service(.noQueryAPI)
    case .status(403, let detail, _): .service(.forbidden(detail))
    default: self
    }
  }
}
