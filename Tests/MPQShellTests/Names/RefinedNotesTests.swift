import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

/// Notes at the prompt use the names that the shell knows.
struct RefinedNotesTests {
  private static let week = Note.Time.window(Window(unit: .week, interval: 1))
  private static let names = KnownNames([
    .events: NameList(["Signup", "x"]), .funnels: NameList(["Signup flow"]),
    .propertiesOfEvent(ByteText("x")): NameList(["carrier", "dest", "origin"]),
  ])

  private static func event(_ name: String) -> Note.Subject { Note.Subject(.event, name) }

  /// A query, a note of its answer, and the same note at the prompt.
  private static let rows: [(String, Note, Note)] = [
    (
      "events sinup", .unknown(event("sinup"), nearest: []),
      .unknown(event("sinup"), nearest: ["Signup"])
    ),
    (
      "show properties of event x", .noData(event("x"), week, isKnown: false),
      .noData(event("x"), week, isKnown: true)
    ),
    (
      "show properties of event nosuch", .noData(event("nosuch"), week, isKnown: false),
      .unknown(event("nosuch"), nearest: [])
    ),
    (
      "show values of carier of event x",
      .noProperty("carier", event("x"), week, nearest: []),
      .noProperty("carier", event("x"), week, nearest: ["carrier"])
    ),
    (
      "show values of p of event nosuch",
      .noProperty("p", event("nosuch"), week, nearest: []),
      .unknown(event("nosuch"), nearest: [])
    ),
    ("events x by p", .limitReached(255, .values), .limitReached(255, .values)),
  ]

  @Test(arguments: rows)
  func refines(_ query: String, _ note: Note, _ expected: Note) throws {
    let plan = try #require(try Evaluator.program([try SourceText(query)]).plans(ofOutput: 0).first)
    #expect(RefinedNotes.of([note, note], plan, Self.names) { _ in true } == [expected])
  }

  @Test func listsThatAreNotFreshChangeNothingAboutNames() throws {
    let plan = try #require(
      try Evaluator.program([try SourceText("events nosuch")]).plans(ofOutput: 0).first)
    let note = Note.unknown(Self.event("nosuch"), nearest: [])
    #expect(RefinedNotes.of([note], plan, Self.names) { _ in false } == [note])
  }
}
