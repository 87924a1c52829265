import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

struct UnknownNamesTests {
  private static let events = ["Signup", "Sign in", "Sign out", "play song", "song played", "x"]
  private static let names = KnownNames([
    .events: NameList(events), .funnels: NameList(["Signup flow"]),
  ])

  private static func plan(_ text: String) throws -> Plan {
    try #require(try Evaluator.plans(try SourceText(text)).first)
  }

  private static func sentences(
    _ text: String, _ names: KnownNames = names, isFresh: Bool = true
  ) throws -> [String] {
    UnknownNames.check(try plan(text), names) { _ in isFresh }.map(\.sentence)
  }

  @Test(arguments: [
    ("events signup", #"the project has no event "signup"; did you mean "Signup"?"#),
    (
      #"events "play""#,
      #"the project has no event "play"; did you mean "play song" or "song played"?"#
    ),
    (
      #"retention "Sign on""#,
      #"the project has no event "Sign on"; did you mean "Sign in" or "Sign out"?"#
    ),
    ("events y", #"the project has no event "y"; 'show events' lists what there is"#),
    (
      #"funnel "Sginup flow" by p"#,
      #"the project has no funnel "Sginup flow"; did you mean "Signup flow"?"#
    ),
    (
      #"show values of p of event "\u{1B}[2J""#,
      #"the project has no event "\u{1B}[2J"; 'show events' lists what there is"#
    ),
  ])
  func unknownNamesAreAnswered(_ query: String, _ sentence: String) throws {
    #expect(try Self.sentences(query) == [sentence])
  }

  @Test(arguments: [
    "events Signup, \"play song\" by anything", "top events", "show funnels",
    "funnel \"Signup flow\"", "events nothing months 13", "events nothing weeks 60",
  ])
  func othersAreNot(_ query: String) throws {
    #expect(try Self.sentences(query) == [])
  }

  @Test func theOrderIsTheQuerys() throws {
    #expect(try Self.sentences("events b1, Signup, a1, b1").count == 2)
    #expect(try Self.sentences("events b1, Signup, a1").first?.contains("b1") == true)
  }

  @Test func atMostThreeAreOffered() throws {
    let names = KnownNames([.events: NameList((1...9).map { "page \($0)" })])
    let unknown = UnknownNames.check(try Self.plan("events page"), names) { _ in true }
    #expect(unknown.map(\.nearest) == [["page 1", "page 2", "page 3"].map(ByteText.init)])
  }

  /// Names that look alike are told apart, and each is offered for the other.
  @Test func namesAreComparedByBytes() throws {
    let names = KnownNames([.events: NameList(["caf\u{E9}"])])
    let unknown = UnknownNames.check(try Self.plan("events cafe\u{301}"), names) { _ in true }
    #expect(unknown.map(\.nearest) == [[ByteText("caf\u{E9}")]])
  }

  @Test func nothingIsUnknownWhereThatCannotBeTold() throws {
    #expect(try Self.sentences("events nothing", isFresh: false) == [])
    #expect(try Self.sentences("events nothing", KnownNames()) == [])
    // As many names as a server gives that was not asked for a number.
    for (count, unknown) in [(254, 1), (255, 0), (256, 1), (Endpoint.rowLimit, 0)] {
      let names = KnownNames([.events: NameList((0..<count).map { "event number \($0)" })])
      #expect(try Self.sentences("events nothing", names).count == unknown)
    }
  }

  // MARK: - Empty answers

  private static func reasons(
    _ query: String, _ columns: [Table.Column], _ rows: [[Table.Cell]],
    window: Answer.ResolvedWindow? = nil
  ) throws -> [String] {
    let answer = Answer(query: query, table: Table(columns: columns, rows: rows), window: window)
    return EmptyAnswer.reasons(try plan(query), answer, names) { _ in true }.map(\.sentence)
  }

  @Test func emptySeriesSayWhy() throws {
    let date = Table.Column("date", .date, isKey: true)
    let reasons = try Self.reasons(
      "events Signup, x, nosuch",
      [date, Table.Column("Signup", .integer), Table.Column("x", .integer)],
      [
        [.text("2024-01-01"), .number(.integer(0)), .number(.integer(0))],
        [.text("2024-01-02"), .number(.integer(0)), .number(.integer(1))],
      ],
      window: .init(unit: .day, from: "2024-01-01", to: "2024-01-02"))
    #expect(
      reasons == [
        #"the project has the event "Signup", but no data about it from 2024-01-01 to 2024-01-02"#,
        #"the project has no event "nosuch"; 'show events' lists what there is"#,
      ])
  }

  @Test func emptyListsSayWhy() throws {
    let value = Table.Column("value", .text, isKey: true)
    #expect(
      try Self.reasons("show values of p of event x weeks 1", [value], []) == [
        #"the project has the event "x", but no data about it in the last 1 week"#
      ])
    #expect(try Self.reasons("show values of p of event x", [value], [[.text("v")]]) == [])
    let keys = [Table.Column("event", .text, isKey: true), value]
    #expect(
      try Self.reasons(
        "show values of p of event x, Signup days 3", keys, [[.text("Signup"), .text("v")]]) == [
          #"the project has the event "x", but no data about it in the last 3 days"#
        ])
  }

  @Test func aNameThatCannotBeJudgedHasNoReason() throws {
    let answer = Answer(query: "events nosuch", table: Table(columns: [], rows: []))
    let reasons = EmptyAnswer.reasons(try Self.plan("events nosuch"), answer, Self.names) { _ in
      false
    }
    #expect(reasons == [])
  }
}
