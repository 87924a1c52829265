/// One question to the API, before it is signed: an endpoint and checked values.
public struct Call: Hashable, Sendable {
  /// The endpoint.
  public let endpoint: Endpoint.ID
  /// The values of its own parameters, in the order of the endpoint's table.
  public let arguments: [Argument]

  /// One parameter and its value.
  public struct Argument: Hashable, Sendable {
    /// Which parameter.
    public var name: Parameter.Name
    /// Its value.
    public var value: Value

    /// The parameter `name` with `value`.
    public init(_ name: Parameter.Name, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// A value of one of the kinds that ``Parameter/Kind`` lists.
  public enum Value: Sendable {
    case text(String)
    case texts([String])
    case integer(Int)
    case measure(Measure)
    case unit(Window.Unit)
    case format(Format)
  }

  /// The form of an answer ("Events", method events: format).
  public enum Format: String, CaseIterable, Hashable, Sendable {
    case json, csv
  }

  /// A call with these values, put in the order of the endpoint's table.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint to ask.
  ///   - arguments: Its values, each parameter at most once, all required ones present.
  /// - Throws: The first ``APIError`` that a server would answer with.
  public init(_ endpoint: Endpoint.ID, _ arguments: [Argument]) throws(APIError) {
    let table = Endpoint.of(endpoint)
    var sorted: [Argument] = []
    for parameter in table.parameters {
      guard let argument = arguments.first(where: { $0.name == parameter.name }) else {
        guard !parameter.isRequired || parameter.standard != nil else {
          throw .missingParameter(parameter.name.rawValue)
        }
        continue
      }
      guard parameter.kind.accepts(argument.value) else {
        throw .invalidParameter(parameter.name.rawValue)
      }
      sorted.append(argument)
    }
    guard sorted.count == arguments.count else {
      let extra = arguments.first { table.parameter($0.name) == nil } ?? arguments[0]
      throw .invalidParameter(extra.name.rawValue)
    }
    self.endpoint = endpoint
    self.arguments = sorted
  }

  /// The value that was sent for `name`, or else its default.
  public subscript(name: Parameter.Name) -> Value? {
    if let sent = arguments.first(where: { $0.name == name }) { return sent.value }
    guard let parameter = Endpoint.of(endpoint).parameter(name), let text = parameter.standard
    else { return nil }
    return try? parameter.value(reading: text)
  }

  /// The text value of `name`; empty when the endpoint has none.
  public func text(_ name: Parameter.Name) -> String {
    guard case .text(let text) = self[name] else { return "" }
    return text
  }

  /// The list of parameter `name`; empty if the call has no such parameter.
  public func texts(_ name: Parameter.Name) -> [String] {
    guard case .texts(let texts) = self[name] else { return [] }
    return texts
  }

  /// The names that are asked about, whether the endpoint takes one or several.
  public var subjects: [String] {
    for name in [Parameter.Name.event, .funnel] {
      switch self[name] {
      case .text(let text): return [text]
      case .texts(let texts): return texts
      default: continue
      }
    }
    return []
  }

  /// The measure, `general` where the endpoint has none.
  public var measure: Measure {
    guard case .measure(let measure) = self[.type] else { return .general }
    return measure
  }

  /// The window; `nil` where the endpoint has none.
  public var window: Window? {
    guard case .unit(let unit) = self[.unit], case .integer(let interval) = self[.interval]
    else { return nil }
    return Window(unit: unit, interval: interval)
  }

  /// The most rows to answer with: the document's default where none was sent, and
  /// ``Endpoint/rowLimit`` where the endpoint has no limit.
  public var limit: Int {
    guard case .integer(let limit) = self[.limit] else { return Endpoint.rowLimit }
    return limit
  }

  /// The form of the answer.
  public var format: Format {
    guard case .format(let format) = self[.format] else { return .json }
    return format
  }
}

extension Call.Value: Hashable {
  /// Whether both are signed alike: Swift's texts are also equal when only canonically equivalent.
  public static func == (left: Self, right: Self) -> Bool {
    left.wireText.utf8.elementsEqual(right.wireText.utf8)
  }

  /// Hashes the bytes that are signed.
  public func hash(into hasher: inout Hasher) {
    for byte in wireText.utf8 { hasher.combine(byte) }
  }
}
