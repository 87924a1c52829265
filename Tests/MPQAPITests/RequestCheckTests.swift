import Testing

@testable import MPQAPI

/// The order of the server's checks, and the document's text for each.
struct RequestCheckTests {
  private static let key = "ed0b8ff6cc3fbb37a521b40019915f18"
  private static let secret = "0123456789abcdef0123456789abcdef"
  private static let time = 1_275_624_368
  private static let good = [
    "event": #"["pages"]"#, "type": "general", "unit": "day", "interval": "7", "api_key": key,
    "expire": "1275624968",
  ]

  private static func accounts() throws -> [Credentials] {
    let secret = try #require(Secret(secret))
    return [try #require(Credentials(key: key, secret: secret))]
  }

  /// The query string of `items`, signed unless a signature is among them.
  private static func query(_ items: [String: String]) throws -> String {
    var all = items.map { QueryItem($0.key, $0.value) }.sorted { $0.name < $1.name }
    if items["sig"] == nil {
      let text = Signature.text(
        of: Signature.joinedText(all), secret: try #require(Secret(secret)))
      all.append(QueryItem("sig", text))
    }
    return QueryCodec.encode(all)
  }

  private static func check(_ endpoint: Endpoint.ID, _ query: String) throws -> RequestCheck.Passed
  {
    let check = try #require(RequestCheck(accounts: try accounts()))
    return try check.check(endpoint, query: query, time: time)
  }

  @Test func passes() throws {
    let passed = try Self.check(.events, try Self.query(Self.good))
    #expect(passed.call.subjects == ["pages"])
    #expect(passed.call.window == Window(unit: .day, interval: 7))
    #expect(passed.call.measure == .general)
    #expect(passed.call.format == .json)
    #expect(passed.callback == nil)
  }

  private static func credentials(_ key: String, _ secret: String) throws -> Credentials {
    let secret = try #require(Secret(secret))
    return try #require(Credentials(key: key, secret: secret))
  }

  @Test func tellsTheKey() throws {
    #expect(try Self.check(.events, try Self.query(Self.good)).key == Self.key)
  }

  @Test(arguments: [
    ([secret], true), ([secret, "another"], true), (["another", secret], true),
    (["another", "third"], false), (["another"], false),
  ])
  func anySecretOfTheKeySigns(_ secrets: [String], _ isRight: Bool) throws {
    let own = try secrets.map { try Self.credentials(Self.key, $0) }
    // Another key with the right secret is refused.
    let others = try [Self.secret, "x"].map { try Self.credentials("other", $0) }
    let check = try #require(RequestCheck(accounts: own + others))
    let query = try Self.query(Self.good)
    if isRight {
      #expect(try check.check(.events, query: query, time: Self.time).key == Self.key)
    } else {
      #expect(throws: APIError.invalidSignature) {
        try check.check(.events, query: query, time: Self.time)
      }
    }
  }

  /// The stand-in secret, for an unknown key or a key with only one, accepts no signature.
  @Test func theStandInAcceptsNothing() throws {
    var items = Self.good.map { QueryItem($0.key, $0.value) }.sorted { $0.name < $1.name }
    let standIn = try #require(Secret(String(repeating: "x", count: 32)))
    items.append(QueryItem("sig", Signature.text(of: Signature.joinedText(items), secret: standIn)))
    let query = QueryCodec.encode(items)
    #expect(throws: APIError.invalidSignature) { try Self.check(.events, query) }
    let check = try #require(RequestCheck(accounts: [try Self.credentials("else", "y")]))
    #expect(throws: APIError.invalidKey) {
      try check.check(.events, query: query, time: Self.time)
    }
  }

  @Test func aThirdSecretIsTooMany() throws {
    let accounts = try ["a", "b", "c"].map { try Self.credentials("key", $0) }
    #expect(RequestCheck(accounts: accounts) == nil)
    #expect(RequestCheck(accounts: accounts.dropLast()) != nil)
  }

  /// Old clients send it to endpoints that do not list it.
  @Test(arguments: [("json", true), ("csv", false), ("", false)])
  func formatIsTakenEverywhere(_ format: String, _ isAccepted: Bool) throws {
    var items = Self.good
    items["event"] = nil
    items["format"] = format
    let query = try Self.query(items)
    if isAccepted {
      #expect(try Self.check(.eventsNames, query).call.format == .json)
    } else {
      #expect(throws: APIError.invalidParameter("format")) {
        try Self.check(.eventsNames, query)
      }
    }
  }

  @Test func aCallbackIsNotSigned() throws {
    let query = try Self.query(Self.good) + "&callback=show"
    #expect(try Self.check(.events, query).callback == "show")
  }

  @Test func retentionMayLeaveTheTypeOut() throws {
    var items = Self.good
    items["type"] = nil
    #expect(try Self.check(.eventsRetention, try Self.query(items)).call.measure == .general)
  }

  @Test(arguments: [
    (["api_key": ""], APIError.invalidKey),
    (["api_key": "somebody"], .invalidKey),
    (["sig": String(repeating: "0", count: 32)], .invalidSignature),
    (["sig": ""], .invalidSignature),
    (["expire": "1275624367"], .expired),
    (["expire": "0"], .invalidParameter("expire")),
    (["expire": "+1275624968"], .invalidParameter("expire")),
    (["unit": "dayy"], .invalidParameter("unit")),
    (["type": "General"], .invalidParameter("type")),
    (["interval": "007"], .invalidParameter("interval")),
    (["interval": "0"], .invalidParameter("interval")),
    (["interval": "10001"], .invalidParameter("interval")),
    (["interval": "99999999999999999999"], .invalidParameter("interval")),
    (["event": "pages"], .invalidJSON("event")),
    (["event": "[pages]"], .invalidJSON("event")),
    (["event": "{}"], .invalidParameter("event")),
    (["event": "[]"], .invalidParameter("event")),
    (["event": "[1]"], .invalidParameter("event")),
    (["format": "xml"], .invalidParameter("format")),
    (["unknown": "1"], .invalidParameter("unknown")),
    (["unknown": "1", "sig": "x"], .invalidSignature),
    (["unknown": "1", "expire": "1"], .expired),
    (["Bucket": "a"], .invalidParameter("Bucket")),
    (["bucket": "a=b"], .invalidParameter("bucket")),
    (["timezone": "\u{e9}"], .invalidParameter("timezone")),
    (["_": String(repeating: "1", count: 65)], .invalidParameter("_")),
  ])
  func refuses(_ change: [String: String], _ error: APIError) throws {
    let items = Self.good.merging(change) { $1 }
    #expect(throws: error) { try Self.check(.events, try Self.query(items)) }
  }

  /// Foreign parameters of old clients are signed, and have no effect.
  @Test(arguments: [
    ["limit": "10"], ["limit": "all"], ["bucket": "shop-7"], ["timezone": "America/Los_Angeles"],
    ["timezone": "-8"], ["_": "1275624368123"], ["bucket": ""],
    ["_": "1", "bucket": "b", "limit": "1", "timezone": "UTC"],
  ])
  func knownForeignParametersHaveNoEffect(_ foreign: [String: String]) throws {
    let plain = try Self.check(.events, try Self.query(Self.good)).call
    let query = try Self.query(Self.good.merging(foreign) { $1 })
    #expect(try Self.check(.events, query).call == plain)
    // They are signed.
    for (name, value) in foreign {
      let item = QueryCodec.encode([QueryItem(name, value)])
      let changed = query.replacing(item + "&", with: item + "0&")
      #expect(throws: APIError.invalidSignature) { try Self.check(.events, changed) }
    }
  }

  /// `type` is foreign to funnels.
  @Test func aTypeOfFunnelsHasNoEffect() throws {
    var items = Self.good
    items["event"] = nil
    items["unit"] = "week"
    items["type"] = "anything"
    let call = try Self.check(.funnelsNames, try Self.query(items)).call
    #expect(call.arguments.map(\.name) == [.unit, .interval])
  }

  /// Clients of 2011 sent no window to the endpoints that list names.
  @Test(arguments: [
    (Endpoint.ID.eventsNames, []), (.eventsPropertiesTop, ["event"]),
    (.eventsPropertiesValues, ["event", "name"]),
  ])
  func listsOfNamesMayLeaveTheWindowOut(_ endpoint: Endpoint.ID, _ names: [String]) throws {
    var items = ["type": "general", "api_key": Self.key, "expire": "1275624968"]
    for name in names { items[name] = "pages" }
    let passed = try Self.check(endpoint, try Self.query(items))
    #expect(passed.call.window == Window(unit: .day, interval: 30))
    items["unit"] = "hour"
    #expect(
      try Self.check(endpoint, try Self.query(items)).call.window
        == Window(unit: .hour, interval: 30))
  }

  @Test(arguments: ["event", "type", "unit", "interval", "expire", "sig"])
  func namesWhatIsMissing(_ name: String) throws {
    var items = Self.good
    items[name] = nil
    let query =
      name == "sig"
      ? QueryCodec.encode(items.map { QueryItem($0.key, $0.value) }) : try Self.query(items)
    #expect(throws: APIError.missingParameter(name)) { try Self.check(.events, query) }
  }

  @Test func anEndIsTheLastSecondOfARequest() throws {
    var items = Self.good
    items["expire"] = String(Self.time)
    _ = try Self.check(.events, try Self.query(items))
  }

  @Test func nameTwice() throws {
    let query = try Self.query(Self.good) + "&unit=day"
    #expect(throws: APIError.invalidParameter("unit")) { try Self.check(.events, query) }
  }

  @Test(arguments: ["%", "%zz=1", "a=%ff", "a=%00", "=1", "a=1&&b=2"])
  func malformed(_ query: String) {
    #expect(throws: APIError.other("Malformed query string")) { try Self.check(.events, query) }
  }

  /// The signature fits, but it would fit another request of the same endpoint as well.
  @Test func ambiguousTextsAreRefused() throws {
    let items = [
      "api_key": Self.key, "event": "xexpire=4102444800interval=7name=foo",
      "expire": "1275624968", "interval": "1", "name": "feature", "type": "general", "unit": "day",
    ]
    let query = try Self.query(items)
    #expect(throws: APIError.invalidSignature) { try Self.check(.eventsProperties, query) }
  }

  @Test(arguments: [
    APIError.invalidKey, .invalidSignature, .expired, .missingParameter("unit"),
    .invalidParameter("unit"), .invalidJSON("event"), .invalidEndpoint("events/x"),
    .other("Query rate limit exceeded"),
  ])
  func textsReadBack(_ error: APIError) {
    #expect(APIError(text: error.text) == error)
  }
}
