internal import MPQAPI

/// The door of the Query API: authentication, path and parameters.
struct QueryDoor {
  let check: BasicCheck

  /// A request that passed all checks.
  enum Passed {
    /// A call, and the key of the client.
    case call(QueryCall, key: String)
    case export(ExportCall, key: String)
  }

  /// The name of the raw export.
  static let export = String(ExportCall.path.dropFirst(Endpoint.root.count))

  /// The endpoint's part of `path`, without a trailing slash; `nil` for a path of the signed API.
  ///
  /// `/api/2.0/` serves both: a client of today sends the header of its authentication.
  static func name(of path: String, hasAuthorization: Bool) -> String? {
    // The signed API has no export.
    let isExport = [ExportCall.path, ExportCall.path + "/"].contains {
      $0.utf8.elementsEqual(path.utf8)
    }
    let roots =
      hasAuthorization || isExport ? [QueryEndpoint.root, Endpoint.root] : [QueryEndpoint.root]
    for root in roots where path.utf8.starts(with: root.utf8) {
      let name = path.utf8.dropFirst(root.utf8.count)
      return String(
        decoding: name.last == UInt8(ascii: "/") ? name.dropLast() : name, as: UTF8.self)
    }
    return nil
  }

  /// Checks a request for the endpoint called `name`.
  ///
  /// The account is checked first, so that a stranger learns nothing.
  func admit(
    name: String, query: String, form: String?, authorization: String?, now: Int
  ) throws(QueryRefusal) -> Passed {
    let account = try check.check(authorization)
    let isExport = name.utf8.elementsEqual(Self.export.utf8)
    let endpoint = QueryEndpoint.ID.allCases.first {
      $0.rawValue.utf8.elementsEqual(name.utf8)
    }
    guard isExport || endpoint != nil else { throw Self.absence(of: name) }
    let items = try Self.items(query, form)
    try Self.checkProject(items, account.kind)
    guard let endpoint else {
      let today = CivilDate(dayNumber: now.flooredQuotient(by: ProjectCalendar.secondsInDay))
      return .export(try ExportCall(items, today: today), key: account.key)
    }
    return .call(try QueryCall(endpoint, items), key: account.key)
  }

  /// The items of a query string and of a form, whose items replace those with the same names.
  private static func items(
    _ query: String, _ form: String?
  ) throws(QueryRefusal) -> [QueryItem] {
    do {
      let sent = try QueryCodec.decode(form ?? "")
      let names = Set(sent.map { ByteText($0.name) })
      return try QueryCodec.decode(query).filter { !names.contains(ByteText($0.name)) } + sent
    } catch {
      throw QueryRefusal(400, "Malformed query string or form")
    }
  }

  /// Checks `project_id`, which belongs to a service account and never to a project secret.
  ///
  /// A server has one project, so any number is right.
  static func checkProject(
    _ items: [QueryItem], _ kind: BasicCheck.Kind
  ) throws(QueryRefusal) {
    let name = QueryParameter.Name.project
    let number = QueryParameter.Kind.plain(.integer(1...999_999_999))
    let parameters: [QueryParameter] =
      switch kind {
      case .serviceAccount: [.required(name, number)]
      case .projectSecret:
        [.optional(name, .unsupported("a project secret is sent without it"))]
      }
    _ = try QueryParameter.values(of: parameters, in: items)
  }

  private static func absence(of name: String) -> QueryRefusal {
    let match = QueryEndpoint.absent.first { $0.path.utf8.elementsEqual(name.utf8) }
    guard let match else { return QueryRefusal(404, "Unknown endpoint: \(name)") }
    return QueryRefusal(400, "mpqd does not answer \(name): \(match.reason)")
  }
}
