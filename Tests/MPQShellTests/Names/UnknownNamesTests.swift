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
    try #require(try Evaluator.program([try SourceText(text)]).plans(ofOutput: 0).first)
  }

  private static func sentences(
    _ text: String, _ names: KnownNames = names, isFresh: Bool = true
  ) throws -> [String] {
    UnknownNames.check(try plan(text), names) { _ in isFresh }.map(\.text)
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
    ("events y", #"the project has no event "y"; see 'show events'"#),
    (
      #"funnel "Sginup flow" by p"#,
      #"the project has no funnel "Sginup flow"; did you mean "Signup flow"?"#
    ),
    (
      #"show values of p of event "\u{1B}[2J""#,
      #"the project has no event "\u{1B}[2J"; see 'show events'"#
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
    #expect(
      unknown == [
        .unknown(Note.Subject(.event, "page"), nearest: ["page 1", "page 2", "page 3"])
      ])
  }

  /// Names that look alike are distinguished, and each is suggested for the other.
  @Test func namesAreComparedByBytes() throws {
    let names = KnownNames([.events: NameList(["caf\u{E9}"])])
    let unknown = UnknownNames.check(try Self.plan("events cafe\u{301}"), names) { _ in true }
    guard case .unknown(let subject, let nearest) = unknown.first else {
      Issue.record("the name is known")
      return
    }
    #expect(subject.name.utf8.elementsEqual("cafe\u{301}".utf8))
    #expect(nearest.map(ByteText.init) == [ByteText("caf\u{E9}")])
  }

  @Test func nothingIsUnknownIfThatCannotBeDecided() throws {
    #expect(try Self.sentences("events nothing", isFresh: false) == [])
    #expect(try Self.sentences("events nothing", KnownNames()) == [])
    // As many names as a server's default limit.
    for (count, unknown) in [(254, 1), (255, 0), (256, 1), (Endpoint.rowLimit, 0)] {
      let names = KnownNames([.events: NameList((0..<count).map { "event number \($0)" })])
      #expect(try Self.sentences("events nothing", names).count == unknown)
    }
  }
}
