import MPQAPI

/// Reads a server's response as a typed result or an error.
///
/// Texts from the server are redacted, since a server may repeat the URL with its signature.
enum ResponseReader {
  /// Reads the response to a call.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - call: The call.
  ///   - limits: The limits of the answer.
  ///   - checkpoint: Is called at intervals; an error that it throws ends the reading.
  /// - Returns: The result.
  /// - Throws: ``CallError``.
  static func result(
    of response: Response, to call: Call, limits: Limits = Limits(),
    checkpoint: () throws(CallError) -> Void = {}
  ) throws(CallError) -> CallResult {
    guard (200..<300).contains(response.status) else { throw failure(of: response) }
    var stop: CallError?
    do throws(ReadingFailure) {
      return try CallResult(reading: response.body, of: call.endpoint, limits: limits) {
        do throws(CallError) {
          try checkpoint()
          return true
        } catch {
          stop = error
          return false
        }
      }
    } catch {
      if let stop { throw stop }
      // A refusal may have a success status.
      if let text = errorText(in: response) { throw refusal(text, response) }
      throw Self.error(error, response)
    }
  }

  /// Reads a small response as a tree.
  ///
  /// - Parameter response: The response.
  /// - Returns: The tree; it is not that of an error.
  /// - Throws: ``CallError``.
  static func tree(of response: Response) throws(CallError) -> JSONValue {
    guard (200..<300).contains(response.status) else { throw failure(of: response) }
    let tree: JSONValue
    do throws(JSONReader.Problem) {
      tree = try JSONReader.read(response.body)
    } catch {
      throw Self.error(.syntax(error), response)
    }
    // A refusal may have a success status.
    if let text = errorText(in: tree, response) { throw refusal(text, response) }
    return tree
  }

  /// The error in a response whose values are not needed; `nil` for an answer.
  ///
  /// Of a large body only the beginning is read.
  static func failure(in response: Response, to call: Call) -> CallError? {
    var response = response
    let isCut = response.body.count > Limits.errorBytes
    if isCut { response.body = Array(response.body.prefix(Limits.errorBytes)) }
    guard (200..<300).contains(response.status) else { return failure(of: response) }
    do throws(ReadingFailure) {
      _ = try CallResult(reading: response.body, of: call.endpoint)
      return nil
    } catch {
      if case .tooManyValues = error { return nil }
      // A token that the cut splits, such as an escape, is shorter than 16 bytes.
      if isCut, case .syntax(let problem) = error, problem.offset + 16 > response.body.count {
        return nil
      }
      if let text = errorText(in: response) { return refusal(text, response) }
      return Self.error(error, response)
    }
  }

  private static func error(_ failure: ReadingFailure, _ response: Response) -> CallError {
    switch failure {
    case .syntax(let problem):
      return .notJSON(mediaType: response.mediaType.map(foreign), reason: problem.description)
    case .shape(let error):
      var error = error
      error.path = foreign(error.path)
      return .shape(error)
    case .tooManyValues(let limit): return .tooManyValues(limit: limit)
    case .stopped: return .cancelled
    }
  }

  /// The error of a response whose status is not that of an answer.
  private static func failure(of response: Response) -> CallError {
    if let text = errorText(in: response) { return refusal(text, response) }
    let detail = detail(of: response)
    if let problem = ServiceProblem(status: response.status, text: detail) {
      return .service(problem)
    }
    guard response.status == 429 else {
      return .status(response.status, detail: detail, retryAfter: response.retryAfter)
    }
    return .quota(detail.isEmpty ? "HTTP status 429" : detail, retryAfter: response.retryAfter)
  }

  /// The text of the error, where the body is an object that has one.
  private static func errorText(in response: Response) -> String? {
    guard response.body.count <= Limits.errorBytes,
      let tree = try? JSONReader.read(response.body)
    else { return nil }
    return errorText(in: tree, response)
  }

  /// The member `error`, which in a failure may have any form, or be called `message`.
  private static func errorText(in tree: JSONValue, _ response: Response) -> String? {
    if case .text(let text) = tree["error"] { return text }
    guard !(200..<300).contains(response.status) else { return nil }
    for name in ["error", "message"] {
      switch tree[name] {
      case nil, .null: continue
      case .text(let text): return text
      case let value?: return JSONWriter.text(value)
      }
    }
    return nil
  }

  /// The meaning of an `error` text; a text that the table lists takes precedence over the status.
  private static func refusal(_ text: String, _ response: Response) -> CallError {
    let text = foreign(text)
    let error = APIError(text: text)
    guard case .other = error else { return .refused(error) }
    let (status, retryAfter) = (response.status, response.retryAfter)
    if let problem = ServiceProblem(status: status, text: text) { return .service(problem) }
    if status == 429 || text.lowercased().contains("rate limit") {
      return .quota(text.isEmpty ? "HTTP status \(status)" : text, retryAfter: retryAfter)
    }
    return (200..<300).contains(status)
      ? .refused(error) : .status(status, detail: text, retryAfter: retryAfter)
  }

  /// The first words of a body that is not the API's, such as a proxy's page.
  private static func detail(of response: Response) -> String {
    guard response.mediaType != "text/html" else { return "a web page, not an answer" }
    return foreign(String(decoding: response.body.prefix(Redaction.textLimit), as: UTF8.self))
  }

  /// The start of a text from outside, without secrets; cut by scalars, since a character has no
  /// maximum length.
  static func foreign(_ text: String) -> String {
    let words = Redaction.redacted(text).split(whereSeparator: \.isWhitespace)
    let scalars = words.joined(separator: " ").unicodeScalars
    return String(String.UnicodeScalarView(scalars.prefix(Limits.errorTextLength)))
  }
}
