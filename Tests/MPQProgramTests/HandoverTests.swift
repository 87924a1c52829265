import Testing

@testable import MPQProgram

struct HandoverTests {
  @Test(arguments: [
    (["-e", "top events"], false),
    (["--profile", "work", "-f", "weekly.mpq"], false),
    (["profile", "list"], false),
    ([], false),
    (["--version"], false),
    (["--demo", "-e", "top events"], true),
    (["-e", "top events", "--demo"], true),
    (["--local", "a.mpqdb"], true),
    (["--local=a.mpqdb"], true),
    (["import", "a.ndjson", "--into", "a.mpqdb"], true),
    (["-v", "funnel", "list"], true),
    (["export", "a.mpqdb"], true),
    (["project", "info", "a.mpqdb"], true),
    (["backup", "a.mpqdb", "b.mpqdb"], true),
    (["--help"], true),
    (["help", "import"], true),
  ])
  func whatServersDoNotAnswerIsHandedOver(_ arguments: [String], _ isNeeded: Bool) {
    #expect(Handover.isNeeded(for: arguments) == isNeeded)
  }
}
