import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

/// The commands that begin with a dot, as far as the shell decides about them.
struct ShellCommandTests {
  private var shell = ShellState()
  private static let context = ShellContext(defaults: .standard)
  private static let answer = Answer(
    query: "top events", table: Table(headings: [Table.Heading("event", .text)], rows: []))

  private mutating func type(_ line: String) -> [ShellAction] {
    shell.reduce(.line(line), Self.context)
  }

  @Test(arguments: [
    (".quit", ShellAction.leave(0)), ("quit", .leave(0)), ("exit", .leave(0)),
    (" EXIT ", .leave(0)), (".refresh", .refreshNames), (".profile", .showProfiles),
    (".profile work", .switchProfile("work")), (".read weekly.mpq", .read("weekly.mpq")),
    (".read \"my week.mpq\"", .read("my week.mpq")), (".history", .showHistory(nil)),
    (".history sign up", .showHistory("sign up")), (".edit top events", .edit("top events")),
  ])
  mutating func whatIsDone(_ line: String, _ action: ShellAction) {
    #expect(type(line) == [.remember(line), action])
  }

  @Test(
    arguments: [
      (".qiut", "unknown command .qiut", "did you mean .quit?"),
      (".hist", "unknown command .hist", "did you mean .history?"),
      (".", "unknown command .", ".help lists the commands"),
      (".xyzzy", "unknown command .xyzzy", ".help lists the commands"),
      (".format cvs", "unknown format 'cvs'", "did you mean csv?"),
      (".timing maybe", "expected 'on' or 'off', found 'maybe'", nil),
      (".refresh all", ".refresh takes no argument", nil),
      (".read", ".read needs an argument", "write: .read weekly.mpq"),
      (".watch top events", "'top' is not a number of seconds from 1 to 86400", Self.watching),
      (".watch 0 top events", "'0' is not a number of seconds from 1 to 86400", Self.watching),
      (".watch +5 top events", "'+5' is not a number of seconds from 1 to 86400", Self.watching),
      (".watch 99999999999999999999 x", "'99999999999999999999'", Self.watching),
      (".watch 30", ".watch needs a query after the seconds", Self.watching),
      (".last csv", "no answer yet", nil),
      (".help fnnel", "no help about 'fnnel'", "did you mean 'funnel'?"),
      (".help \u{1b}[2J", "no help about '\\u{1B}[2J'", ".help"),
    ] as [(String, String, String?)])
  mutating func whatIsWrong(_ line: String, _ message: String, _ hint: String?) {
    guard case .complain(let text, let told) = type(line).last else {
      Issue.record("no complaint about \(line)")
      return
    }
    #expect(text.hasPrefix(message))
    #expect(told == hint)
  }

  private static let watching = "write: .watch 60 top events limit 10"

  @Test mutating func settingsStay() {
    _ = type(".format csv")
    _ = type(".timing")
    _ = type(".output \"my week.csv\"")
    #expect(shell.format == .csv)
    #expect(shell.isTiming)
    #expect(shell.outputPath == "my week.csv")
    _ = type(".timing off")
    _ = type(".output")
    #expect(!shell.isTiming)
    #expect(shell.outputPath == nil)
  }

  /// Each answer has 40 % of the cells that are kept.
  @Test mutating func onlyTheNewestAnswersAreKept() {
    let rows = [[Table.Cell]](
      repeating: [.text("x")], count: KeptAnswers.cellLimit / 5 * 2)
    let answers = (0..<4).map { number in
      Answer(
        query: "\(number)", table: Table(headings: [.init("a", .text, isKey: true)], rows: rows))
    }
    let kept = KeptAnswers(answers)
    #expect(kept.answers.map(\.query) == ["2", "3"])
    #expect(kept.droppedCount == 2)
    _ = shell.reduce(.answered(kept, seconds: 1, calls: 4), Self.context)
    #expect(
      Array(type(".last csv").suffix(2)) == [
        .tell("the first 2 answers are no longer stored"), .render(kept.answers, .csv),
      ])
  }

  @Test mutating func theLastAnswerIsShownAgain() {
    _ = shell.reduce(.answered(KeptAnswers([Self.answer]), seconds: 1, calls: 1), Self.context)
    #expect(type(".last json").last == .render([Self.answer], .json))
    #expect(type(".last").last == .render([Self.answer], .table))
    _ = type(".format csv")
    #expect(type(".last").last == .render([Self.answer], .csv))
  }

  @Test(arguments: [
    (0.0, 1, "0 ms, 1 call"), (0.1234, 2, "123 ms, 2 calls"), (12.34, 1, "12.3 s, 1 call"),
    (-1, 0, "0 ms, 0 calls"), (.infinity, 1, "1000000000.0 s, 1 call"),
  ])
  mutating func timesAreShown(_ seconds: Double, _ calls: Int, _ text: String) {
    #expect(
      shell.reduce(.answered(KeptAnswers(), seconds: seconds, calls: calls), Self.context) == [])
    _ = type(".timing on")
    #expect(
      shell.reduce(.answered(KeptAnswers(), seconds: seconds, calls: calls), Self.context) == [
        .tell(text)
      ])
  }

  @Test mutating func explainSendsNothing() {
    guard case .run(let program) = type(".explain top events").last else {
      Issue.record("not explained")
      return
    }
    #expect(program.outputs.map(\.isExplain) == [true])
    guard case .tell(let text) = type(".explain top evnts").last else {
      Issue.record("no complaint")
      return
    }
    #expect(text.contains("query:1:5: error"))
  }

  @Test mutating func watchTakesOneQuery() {
    #expect(
      type(".watch 5 top events; show events").last
        == .complain(".watch takes one query", hint: nil)
    )
    #expect(
      type(".watch 5 explain top events").last == .complain(".watch takes one query", hint: nil))
  }

  @Test(arguments: ["top events", ".watch 5 top events", ".explain top events"])
  mutating func editBeginsWithTheLastStatement(_ line: String) {
    _ = type(line)
    #expect(type(".edit").last == .edit("top events"))
  }

  @Test mutating func forceGoesWithCommands() throws {
    let context = ShellContext(defaults: .standard) { $0.subjects }
    let actions = shell.reduce(.line(".watch 5 events sgnup --force"), context)
    guard case .watch(let program, seconds: 5) = actions.last else {
      Issue.record("\(actions)")
      return
    }
    #expect(program.query(ofOutput: 0)?.subjects == ["sgnup"])
  }

  @Test mutating func aPastedCommandEndsWithItsLine() {
    let actions = type(".format csv\n.timing on\n.quit")
    #expect(actions.last == .leave(0))
    #expect(shell.format == .csv)
    #expect(shell.isTiming)
  }

  @Test mutating func aMisspeltCommandCanBeRecalled() {
    #expect(type(".fromat csv").first == .remember(".fromat csv"))
  }
}
