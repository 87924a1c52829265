/// One kind of question that the API answers: its path and its parameters.
///
/// Compiler, server, completion and help all read this one description.
public struct Endpoint: Hashable, Sendable {
  /// The twelve endpoints, each by its path below `/api/2.0/`.
  public enum ID: String, CaseIterable, Hashable, Sendable {
    case events
    case eventsTop = "events/top"
    case eventsNames = "events/names"
    case eventsRetention = "events/retention"
    case eventsProperties = "events/properties"
    case eventsPropertiesTop = "events/properties/top"
    case eventsPropertiesValues = "events/properties/values"
    case funnels
    case funnelsNames = "funnels/names"
    case funnelsDates = "funnels/dates"
    case funnelsProperties = "funnels/properties"
    case funnelsPropertiesNames = "funnels/properties/names"
  }

  /// The path that all endpoints share.
  public static let root = "/api/2.0/"

  /// Which endpoint this is.
  public let id: ID
  /// What it answers, in a few words.
  public let summary: String
  /// Its own parameters, in the order of the document.
  public let parameters: [Parameter]

  /// The absolute path, without a trailing slash.
  public var path: String { Self.root + id.rawValue }

  /// The parameter called `name`; `nil` when this endpoint has none.
  public func parameter(_ name: Parameter.Name) -> Parameter? {
    parameters.first { $0.name == name }
  }

  /// What a server accepts: the endpoint's own parameters, and `format=json` everywhere.
  ///
  /// The document's first paragraph calls the format required, so that old clients send it to
  /// every endpoint, also to those whose tables do not list it.
  var acceptedParameters: [Parameter] {
    guard parameter(.format) == nil else { return parameters }
    return parameters + [.optional(.format, .format([.json]), standard: "json")]
  }
}

/// One parameter of an endpoint.
public struct Parameter: Hashable, Sendable {
  /// Every parameter name that the document knows, except the three of the signature.
  public enum Name: String, CaseIterable, Hashable, Sendable {
    case event, format, funnel, interval, limit, name, type, unit, values
  }

  /// What a value may be.
  public enum Kind: Hashable, Sendable {
    /// A text that is not empty, without NUL.
    case text
    /// A JSON array of one or more texts without NUL, which may be empty.
    case texts
    /// A decimal integer without sign or leading zero.
    case integer(ClosedRange<Int>)
    /// `general`, `unique` or `average`.
    case measure
    /// One of these units.
    case unit([Window.Unit])
    /// One of these forms of an answer.
    case format([Call.Format])
  }

  /// The name in the query string.
  public let name: Name
  /// What a value may be.
  public let kind: Kind
  /// Whether a client must send it.
  public let isRequired: Bool
  /// The default, as wire text; `nil` if the parameter has no default.
  public let standard: String?

  /// A parameter that every call has; a server uses `tolerated` when an old client omits it.
  static func required(_ name: Name, _ kind: Kind, tolerated: String? = nil) -> Self {
    Self(name: name, kind: kind, isRequired: true, standard: tolerated)
  }

  /// A parameter that a call may have.
  static func optional(_ name: Name, _ kind: Kind, standard: String? = nil) -> Self {
    Self(name: name, kind: kind, isRequired: false, standard: standard)
  }
}
