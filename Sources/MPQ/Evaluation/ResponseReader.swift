import MPQAPI

/// Reads a server's response: a typed result, or the error that it stands for.
enum ResponseReader {
  /// The most scalars of a foreign text that an error repeats.
  private static let detailLimit = 200

  static func result(of response: Response, to call: Call) throws(CallError) -> CallResult {
    let json = parse(response)
    if case .success(let value) = json, case .text(let error) = value["error"] {
      throw refusal(error, response)
    }
    guard (200..<300).contains(response.status) else {
      let detail = detail(of: response)
      if response.status == 429 {
        throw .quota(
          detail.isEmpty ? "HTTP status 429" : detail, retryAfter: response.retryAfter)
      }
      throw .status(response.status, detail: detail, retryAfter: response.retryAfter)
    }
    switch json {
    case .failure(let problem):
      throw .notJSON(mediaType: response.mediaType, reason: problem.description)
    case .success(let value):
      do {
        return try CallResult(value, of: call.endpoint)
      } catch {
        throw .shape(error)
      }
    }
  }

  private static func parse(_ response: Response) -> Result<JSONValue, JSONReader.Problem> {
    Result { () throws(JSONReader.Problem) in try JSONReader.read(response.body) }
  }

  /// The meaning of an `error` text; a text that the table lists is stronger than the status.
  private static func refusal(_ text: String, _ response: Response) -> CallError {
    let shortened = shortened(text)
    let error = APIError(text: shortened)
    guard case .other = error else { return .refused(error) }
    let (status, retryAfter) = (response.status, response.retryAfter)
    if status == 429 || text.lowercased().contains("rate limit") {
      return .quota(shortened, retryAfter: retryAfter)
    }
    return (200..<300).contains(status)
      ? .refused(error) : .status(status, detail: shortened, retryAfter: retryAfter)
  }

  /// The first words of a body that is not the API's, such as a proxy's page.
  private static func detail(of response: Response) -> String {
    guard response.mediaType != "text/html" else { return "a web page, not an answer" }
    let text = String(decoding: response.body.prefix(detailLimit * 4), as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return shortened(words)
  }

  /// The beginning of a foreign text; by scalars, since one character may be as long as it likes.
  private static func shortened(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(detailLimit)))
  }
}
