import MPQSyntax
import Testing

@testable import MPQShell

/// Commands and their arguments, file names among them.
struct CommandCompletionTests {
  private let completer = Completer(
    names: Example.names, commands: { CommandPart.end(of: $0, profiles: ["work", "home"]) },
    files: FileNames { folder in
      switch folder {
      case "":
        [
          .init("report.mpq"), .init("My Report.mpq"), .init("reports", isFolder: true),
          .init(".hidden"), .init("it's \"odd\"\n.csv"),
        ]
      case "reports/": [.init("week.mpq"), .init("two words", isFolder: true)]
      case "reports/two words/": [.init("last one.mpq")]
      case "~/": [.init("notes.mpq")]
      default: []
      }
    })

  @Test(arguments: [
    (".w|", ".watch |"),
    (".wt|", ".watch |"),
    ("  .ou|", "  .output |"),
    (".wacth|", ".watch |"),
    (".help fo|", ".help format |"),
    (".help k|", ".help keys |"),
    (".format c|", ".format csv |"),
    (".last nd|", ".last ndjson |"),
    (".timing of|", ".timing off |"),
    (".profile w|", ".profile work |"),
    (".profile work x|", ".profile work x|"),
    (".watch 3|", ".watch 30|"),
    (".watch 30 re|", ".watch 30 retention |"),
    (".watch 30 funnel Inv|", ".watch 30 funnel Invite |"),
    (".quit x|", ".quit x|"),
    (".history sig|", ".history sig|"),
    (".unknown fu|", ".unknown fu|"),
    (".output rep|", ".output report|"),
    (".explain fun|", ".explain funnel |"),
    (".explain funnel Signup fl|", ".explain funnel \"Signup flow\" |"),
    (".explain  funnel 'Inv|", ".explain  funnel 'Invite' |"),
    (".read report.|", ".read report.mpq |"),
    (".read rep|", ".read report|"),
    (".read reports/w|", ".read reports/week.mpq |"),
    (".read reports/t|", ".read \"reports/two words/|"),
    (".read \"reports/two words/|", ".read \"reports/two words/last one.mpq\" |"),
    (".read My|", ".read \"My Report.mpq\" |"),
    (".read 'My|", ".read 'My Report.mpq' |"),
    (".read it|", ".read \"it's \\\"odd\\\"\\n.csv\" |"),
    (".read .|", ".read .hidden |"),
    (".read ~/|", ".read ~/notes.mpq |"),
    (".read \"My Report.mpq\"|", ".read \"My Report.mpq\"|"),
    (".read nowhere/|", ".read nowhere/|"),
  ])
  func tab(_ line: String, _ result: String) {
    #expect(Example.tab(line, completer) == result)
  }

  @Test func filesAreListedWithoutHiddenOnes() {
    let found = Example.complete(".read |", completer).completion
    #expect(
      found.candidates.map(\.text) == [
        "My Report.mpq", "it's \"odd\"\n.csv", "report.mpq", "reports/",
      ])
  }

  @Test(arguments: [
    ("report.mpq", "report.mpq"), ("\"a b\"", "a b"), ("'a \\'b\\''", "a 'b'"),
    ("\"a b", "a b"), ("~/x", "~/x"), ("", ""),
  ])
  func pathsAreRead(_ argument: String, _ path: String) {
    #expect(FileNames.path(of: argument) == path)
  }

  /// Every offered file name is read back as its path.
  @Test func hostileFileNames() {
    var source = HostileNames(seed: 31)
    let names = source.make(2_000).filter { !$0.hasPrefix(".") && !$0.contains("/") }
    for start in stride(from: 0, to: names.count, by: 400) {
      let some = Array(names[start..<min(start + 400, names.count)])
      let files = FileNames { _ in some.map { FileNames.Entry($0) } }
      for typed in ["", "\"", "'"] {
        let found = files.completion(of: typed, at: 6)
        #expect(found.candidates.count == some.count)
        for candidate in found.candidates {
          let path = FileNames.path(of: candidate.insertion)
          #expect(Array(path.utf8) == Array(candidate.text.utf8))
        }
      }
    }
  }

  /// A part outside of the text is cut.
  @Test func partsOutsideTheText() {
    for part in [
      CommandPart.words(["a"], from: 99), .file(from: -4), .query(from: 77), .query(from: -1),
    ] {
      let completer = Completer(names: Example.names, commands: { _ in part })
      #expect(completer.completion(of: "é", at: 1).range.upperBound <= 2)
    }
  }
}
