import Testing

@testable import MPQAPI

/// Joined texts with more than one reading.
struct ReadingsTests {
  private static let hex = "f0aa346688cee071cd85d857285a3464"

  @Test(arguments: [
    // Neither name holds anything that looks like a parameter.
    (Endpoint.ID.eventsProperties, "splash", "feature", false),
    // It looks like one, but the rest is not a complete request.
    (.eventsProperties, "a=b", "expire=12", false),
    (.eventsProperties, "xexpire=4102444800", "feature", false),
    // The pair of vectors that passes both sides' strict parameters.
    (.eventsProperties, "xexpire=4102444800interval=7name=foo", "feature", true),
    (.eventsPropertiesValues, "xexpire=4102444800interval=7name=foo", "feature", true),
    // A parameter that the endpoint does not list, but a server accepts.
    (.eventsProperties, "splash", "xtimezone=UTC", true),
    (.eventsProperties, "splash", "xtimezone=\"UTC\"", false),
    (.eventsProperties, "splash", "xbucket=b", false),
  ])
  func counts(_ endpoint: Endpoint.ID, _ event: String, _ name: String, _ isAmbiguous: Bool) throws
  {
    let call = try Call(
      endpoint,
      [
        Call.Argument(.event, .text(event)), Call.Argument(.name, .text(name)),
        Call.Argument(.type, .measure(.general)), Call.Argument(.unit, .unit(.day)),
        Call.Argument(.interval, .integer(1)),
      ])
    #expect(call.isAmbiguous == isAmbiguous)
    let secret = try #require(Secret("0123456789abcdef"))
    let signer = Signer(try #require(Credentials(key: Self.hex, secret: secret)))
    if isAmbiguous {
      #expect(throws: SigningError.self) { try signer.sign(call, expiry: 1_275_624_968) }
    } else {
      _ = try signer.sign(call, expiry: 1_275_624_968)
    }
  }

  @Test func aFunnelsPropertyIsAmbiguousToo() throws {
    let call = try Call(
      .funnelsProperties,
      [
        Call.Argument(.funnel, .text("xinterval=7name=foo")),
        Call.Argument(.name, .text("yinterval=1name=bar")),
        Call.Argument(.unit, .unit(.week)), Call.Argument(.interval, .integer(1)),
      ])
    #expect(call.isAmbiguous)
  }

  @Test func aListEndsWhereItsBracketCloses() throws {
    let call = try Call(
      .events,
      [
        Call.Argument(.event, .texts(["a\"]expire=1interval=1type=generalunit=day"])),
        Call.Argument(.type, .measure(.general)), Call.Argument(.unit, .unit(.day)),
        Call.Argument(.interval, .integer(1)),
      ])
    #expect(!call.isAmbiguous)
  }

  /// The text is 8 KiB of places at which a value could end, as long as a request can be.
  @Test func aHostileTextIsReadInTime() throws {
    let event = String(repeating: "limit=1name=", count: 680)
    let call = try Call(
      .eventsProperties,
      [
        Call.Argument(.event, .text(event)), Call.Argument(.name, .text(event)),
        Call.Argument(.type, .measure(.general)), Call.Argument(.unit, .unit(.day)),
        Call.Argument(.interval, .integer(1)),
      ])
    #expect(!call.isAmbiguous)
  }
}
