internal import MPQAPI

/// The answer to a call: a typed result, and the heading of its JSON.
struct Reply: Equatable, Sendable {
  /// The additional members in the JSON of `funnels/properties/names`.
  struct Heading: Equatable, Sendable {
    /// The funnel's name.
    var funnel: String
    /// The time of the answer, in the project's time zone, `YYYY-MM-DD HH:MM:SS`.
    var date: String
  }

  var result: CallResult
  var heading: Heading?

  /// The answer as JSON, as the API document specifies it.
  var json: JSONValue {
    guard case .properties(let counts) = result, let heading else { return result.json }
    return counts.json(funnel: heading.funnel, date: heading.date)
  }

  /// The response that a server sends to `call`.
  ///
  /// - Parameters:
  ///   - call: The call; its format applies if the endpoint supports it.
  ///   - callback: The JSONP function that wraps JSON; `nil` for none.
  /// - Returns: A response of status 200.
  func response(to call: Call, callback: String? = nil) -> Response {
    if call.format == .csv, let csv = result.csv {
      return Response(status: 200, mediaType: "text/csv", body: csv)
    }
    let json = JSONWriter.bytes(json)
    guard let callback else {
      return Response(status: 200, mediaType: "application/json", body: json)
    }
    return Response(
      status: 200, mediaType: "application/javascript",
      // The comment prevents browsers from sniffing another format that begins with a name.
      body: Array("/**/\(callback)(".utf8) + json + Array(")".utf8))
  }
}
