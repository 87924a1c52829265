/// One kind of question of the Query API, which Mixpanel's own clients send today: its path and its
/// parameters.
///
/// It stands beside ``Endpoint``, which describes the signed API of 2010. One store answers both.
package struct QueryEndpoint: Sendable {
  /// The endpoints that mpqd answers, each by its path.
  package enum ID: String, CaseIterable, Sendable {
    case events
    case eventsTop = "events/top"
    case eventsNames = "events/names"
    case eventsProperties = "events/properties"
    case eventsPropertiesTop = "events/properties/top"
    case eventsPropertiesValues = "events/properties/values"
    case funnels
    case funnelsList = "funnels/list"
    case retention
    case segmentation
  }

  /// The path that all endpoints share.
  package static let root = "/api/query/"

  /// Which endpoint this is.
  package let id: ID
  /// Its parameters, without those of every endpoint.
  package let parameters: [QueryParameter]
}

/// One parameter of an endpoint of the Query API.
package struct QueryParameter: Sendable {
  /// Every name of a parameter that mpqd reads.
  package enum Name: String, CaseIterable, Sendable {
    case bornEvent = "born_event"
    case bornWhere = "born_where"
    case event, format
    case fromDate = "from_date"
    case funnel = "funnel_id"
    case interval
    case intervalCount = "interval_count"
    case length
    case lengthUnit = "length_unit"
    case limit, name, on
    case project = "project_id"
    case retentionType = "retention_type"
    case timeInMilliseconds = "time_in_ms"
    case toDate = "to_date"
    case type
    case unbounded = "unbounded_retention"
    case unit, values
    case whereClause = "where"
    case workspace = "workspace_id"
  }

  /// What a value may be.
  package enum Kind: Sendable {
    /// A value that the API of 2010 has too.
    case plain(Parameter.Kind)
    /// An integer; a larger one counts as the largest.
    case clamped(ClosedRange<Int>)
    /// `YYYY-MM-DD`.
    case date
    /// The expression `properties["NAME"]`.
    case property
    /// Only this word; the reason is shown for any other.
    case only(String, reason: String)
    /// Nothing: the store cannot do it, for this reason.
    case unsupported(String)
  }

  /// The name in the query string.
  package let name: Name
  /// What a value may be.
  package let kind: Kind
  /// Whether a client must send it.
  package let isRequired: Bool
  /// The default, as wire text; `nil` if the parameter has no default.
  package let standard: String?

  /// A parameter that every request has.
  package static func required(_ name: Name, _ kind: Kind) -> Self {
    Self(name: name, kind: kind, isRequired: true, standard: nil)
  }

  /// A parameter that a request may have.
  package static func optional(_ name: Name, _ kind: Kind, standard: String? = nil) -> Self {
    Self(name: name, kind: kind, isRequired: false, standard: standard)
  }
}

/// A value of a parameter of the Query API.
package enum QueryValue: Sendable {
  case plain(Call.Value)
  case date(CivilDate)
  /// The name of a property.
  case property(String)
}
