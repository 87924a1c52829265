import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

struct ShellStateTests {
  private var shell = ShellState()
  private static let context = ShellContext(defaults: .standard)

  private static func program(_ text: String) throws -> Program {
    try Evaluator.program([try SourceText(text, name: "query")])
  }

  private mutating func type(
    _ line: String, _ context: ShellContext = context
  ) -> [ShellAction] {
    shell.reduce(.line(line), context)
  }

  // MARK: - Lines

  @Test mutating func aStatementIsKeptAndAsked() throws {
    #expect(
      type("top events limit 3")
        == [.remember("top events limit 3"), .run(try Self.program("top events limit 3"))])
  }

  @Test(arguments: ["", "   ", "\t"])
  mutating func nothingIsNothing(_ line: String) {
    #expect(type(line) == [])
  }

  @Test mutating func aCommentAsksNothing() {
    #expect(type("# later") == [.remember("# later")])
  }

  @Test mutating func aStatementContinuesUntilItIsFinished() throws {
    #expect(type("events signup,") == [])
    #expect(shell.isContinuing)
    #expect(type("") == [])
    let text = "events signup,\n\nlogin"
    #expect(type("login") == [.remember(text), .run(try Self.program(text))])
    #expect(!shell.isContinuing)
  }

  @Test mutating func severalStatementsAreAskedInOrder() throws {
    let text = "top events\nshow funnels; show events"
    #expect(type(text) == [.remember(text), .run(try Self.program(text))])
  }

  @Test mutating func oneMistakeStopsAllOfALine() {
    let actions = type("top events; events signup login")
    guard actions.count == 2, case .tell(let text) = actions[1] else {
      Issue.record("\(actions)")
      return
    }
    #expect(text.contains("query:1:"))
    #expect(text.contains("^^^^^"))
  }

  @Test mutating func aDotInsideAStatementIsNotACommand() {
    _ = type("events signup,")
    let actions = type(".quit")
    #expect(!actions.contains(.leave(0)))
    #expect(actions.first == .remember("events signup,\n.quit"))
  }

  @Test mutating func theEndOfTheInputLeaves() {
    #expect(shell.reduce(.endOfInput, Self.context) == [.leave(0)])
    _ = type("events signup,")
    #expect(
      shell.reduce(.endOfInput, Self.context) == [.remember("events signup,"), .leave(0)])
  }

  @Test mutating func aScriptIsAskedAsAWhole() throws {
    let source = try SourceText("top events\nshow funnels", name: "weekly.mpq")
    #expect(
      shell.reduce(.script(source), Self.context) == [.run(try Evaluator.program([source]))])
  }

  // MARK: - Unknown names

  private static let strict = ShellContext(defaults: .standard) { plan in
    plan.subjects.filter { $0 != "signup" }.map { "no \($0)" }
  }

  @Test mutating func unknownNamesAreNotSent() throws {
    let actions = type("events sgnup", Self.strict)
    #expect(
      actions == [
        .remember("events sgnup"), .complain("no sgnup", hint: nil),
        .tell("nothing was sent; press Enter to send it anyway"),
      ])
    #expect(type("", Self.strict) == [.run(try Self.program("events sgnup"))])
    #expect(type("", Self.strict) == [])
  }

  @Test mutating func theSameLineAgainIsSent() throws {
    _ = type("events sgnup", Self.strict)
    #expect(
      type("events sgnup", Self.strict)
        == [.remember("events sgnup"), .run(try Self.program("events sgnup"))])
  }

  @Test mutating func anotherLineForgetsTheRefusedOne() throws {
    _ = type("events sgnup", Self.strict)
    _ = type("events signup", Self.strict)
    #expect(type("", Self.strict) == [])
  }

  @Test(arguments: ["events sgnup --force", "events sgnup  --force  "])
  mutating func forceSends(_ line: String) throws {
    let actions = type(line, Self.strict)
    #expect(actions.count == 2)
    guard case .run(let program) = actions.last else {
      Issue.record("\(actions)")
      return
    }
    #expect(program.plans(ofOutput: 0).first?.subjects == ["sgnup"])
  }

  @Test mutating func knownNamesAndExplanationsAreNotAskedAbout() throws {
    #expect(type("events signup", Self.strict).last == .run(try Self.program("events signup")))
    #expect(
      type("explain events sgnup", Self.strict).last
        == .run(try Self.program("explain events sgnup")))
  }

  @Test mutating func aWatchOfAnUnknownNameIsHeldBack() throws {
    let actions = type(".watch 60 events sgnup", Self.strict)
    #expect(actions.last == .tell("nothing was sent; press Enter to send it anyway"))
    let program = try Self.program("events sgnup")
    #expect(type("", Self.strict) == [.watch(program, seconds: 60)])
  }

  // MARK: - Ctrl-C

  @Test(arguments: [(0.0, 0.9, true), (5.0, 6.0, true), (5.0, 6.1, false)])
  mutating func twiceWithinASecondLeaves(_ first: Double, _ second: Double, _ leaves: Bool) {
    #expect(shell.reduce(.interrupt(at: first), Self.context) == [])
    let actions = shell.reduce(.interrupt(at: second), Self.context)
    #expect(actions == (leaves ? [.leave(130)] : []))
  }

  @Test mutating func aStatementIsGivenUp() throws {
    _ = type("events signup,")
    _ = shell.reduce(.interrupt(at: 1), Self.context)
    #expect(!shell.isContinuing)
    #expect(type("top events").last == .run(try Self.program("top events")))
  }
}
