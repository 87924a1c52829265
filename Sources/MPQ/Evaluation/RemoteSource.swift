public import MPQAPI

/// Asks a server: signs a call, sends it, sends it again where that may help, reads the response.
///
/// A request is signed when it is sent, and again for each retry, so that it does not expire in a
/// queue.
public struct RemoteSource: CallSource {
  /// The settings of a source.
  public struct Options: Sendable {
    /// Seconds for which a signed request is valid.
    public var validity: Int
    /// Seconds for one call: sending, retries, and reading the answer.
    public var deadline: Double
    /// The most times that a call is sent again after a failure that may pass.
    public var retryLimit: Int
    /// The limits of an answer.
    public var limits: Limits

    /// The usual settings: valid for ten minutes, 60 seconds for a call, sent again twice.
    public init(
      validity: Int = Signer.validity, deadline: Double = 60, retryLimit: Int = 2,
      limits: Limits = Limits()
    ) {
      self.validity = validity
      self.deadline = deadline
      self.retryLimit = retryLimit
      self.limits = limits
    }
  }

  private let transport: any Transport
  private let signer: Signer
  private let options: Options
  private let clock: CallClock

  /// Asks through `transport` with `credentials`.
  ///
  /// - Parameters:
  ///   - transport: Carries requests to the server.
  ///   - credentials: The project's key and secret.
  ///   - options: The settings.
  ///   - clock: The clocks.
  public init(
    transport: any Transport, credentials: Credentials, options: Options = Options(),
    clock: CallClock
  ) {
    self.transport = transport
    signer = Signer(credentials)
    self.options = options
    self.clock = clock
  }

  /// Signs a call as it would be sent now.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The request. Anyone who has it can send it until it expires.
  /// - Throws: ``CallError/ambiguous``.
  public func request(for call: Call) throws(CallError) -> SignedRequest {
    do throws(SigningError) {
      return try signer.sign(call, expiry: clock.now() + options.validity)
    } catch {
      throw .ambiguous
    }
  }

  /// Asks the server and reads its answer.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``CallError``.
  public func result(of call: Call) async throws(CallError) -> CallResult {
    let deadline = Deadline(in: options.deadline, of: clock)
    let response = try await response(to: call, by: deadline)
    try deadline.check()
    let result = try ResponseReader.result(
      of: response, to: call, limits: options.limits, checkpoint: deadline.check)
    try deadline.check()
    return result
  }

  /// Asks the server and reads nothing.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The response, whatever its status.
  /// - Throws: ``CallError`` when there is no complete response.
  public func response(to call: Call) async throws(CallError) -> Response {
    try await response(to: call, by: Deadline(in: options.deadline, of: clock))
  }

  private func response(to call: Call, by deadline: Deadline) async throws(CallError) -> Response {
    try await RetryRule(limit: options.retryLimit).response(by: deadline, clock) {
      timeout async throws(CallError) in
      let request = try request(for: call)
      return await Result { () async throws(TransportError) in
        try await transport.send(request, timeout: timeout)
      }
    }
  }

  /// A server of the API follows its document.
  ///
  /// - Parameter call: The call.
  /// - Returns: None.
  public func differences(of call: Call) -> [Difference] { [] }
}
