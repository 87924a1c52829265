import Foundation
import TestSupport
import Testing

/// Programs that read a project leave no files beside it, however they end.
@Suite struct ReadingTests {
  private let home: TemporaryFolder
  private let project: String

  init() throws {
    home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: home.url.appending(path: "data"), withIntermediateDirectories: true)
    project = home.path("data/shop.mpqdb")
    let lines = (1...2000).map { line("buy", "u\($0 % 50)", "2024-01-10 10:00:00", "\"p\": \($0)") }
    let outcome = try Programs.run(
      "mpq", ["import", "-", "--into", project, "--time-zone", "UTC"], home: home,
      input: lines.joined(separator: "\n"))
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func checkFiles() throws {
    #expect(try home.names(in: "data") == ["shop.mpqdb", "shop.mpqdb-lock"])
  }

  /// More than a pipe holds, in several answers.
  private var longQueries: [String] {
    ["--local", project, "--now", "last"]
      + (0..<40).flatMap { _ in ["-e", "events buy hours 9999"] }
  }

  private func python(_ script: String, _ arguments: [String]) throws -> String {
    // The threads that run tests block signals, which programs would inherit.
    let unblock = "import signal, subprocess, sys; signal.pthread_sigmask(signal.SIG_SETMASK, [])\n"
    let outcome = try Programs.run(
      path: "/usr/bin/env", ["python3", "-c", unblock + script, Programs.path("mpq")] + arguments,
      home: home)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test(
    arguments: [
      ("--local @ -e top_events", 0), ("--local @ -e top_evnts", 1),
      ("--local @ --now never -e top_events", 2), ("project info @", 0), ("project check @", 0),
      ("export @", 0), ("funnel list --project @", 0),
    ] as [(String, Int32)])
  func commands(_ command: String, _ status: Int32) throws {
    let arguments = command.split(separator: " ").map { word in
      word == "@" ? project : String(word).replacing("_", with: " ")
    }
    let outcome = try Programs.run("mpq", arguments, home: home)
    #expect(outcome.status == status, "\(outcome.errors)")
    try checkFiles()
  }

  @Test(arguments: [SIGINT, SIGTERM]) func signals(_ number: Int32) throws {
    let script = """
      child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
      # By then it has the project open, and cannot end before the rest is read.
      child.stdout.read(1)
      child.send_signal(\(number))
      print(child.wait())
      """
    #expect(try python(script, longQueries) == "-\(number)\n")
    try checkFiles()
  }

  @Test(arguments: [true, false]) func closedPipes(_ isExport: Bool) throws {
    let script = """
      child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
      child.stdout.read(1)
      child.stdout.close()
      print(child.wait())
      """
    let output = try python(script, isExport ? ["export", project] : longQueries)
    #expect(output == "-13\n")
    try checkFiles()
  }

  @Test func server() throws {
    let server = try Server(project: project, home: home)
    let outcome = try Programs.run(
      "mpq", ["-e", "top events"], home: home, environment: server.environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    server.stop()
    try checkFiles()
  }

  /// Runs programs where the folder of the project is mounted read-only, if the system allows that.
  @Test func readOnlyVolume() throws {
    let mount = """
      mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
      shift; exec "$@"
      """
    let run = { (arguments: [String]) in
      try Programs.run(
        path: "/usr/bin/env",
        [
          "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh",
          home.path("data"),
        ] + arguments,
        home: home)
    }
    guard (try? run(["true"]))?.status == 0 else { return }
    let arguments = [
      Programs.path("mpq"), "--local", project, "--now", "last", "--format", "csv", "-e",
      "events buy days 1",
    ]
    let outcome = try run(arguments)
    #expect(outcome.output.contains("2000"), "\(outcome.errors)")
    try checkFiles()
    // A log that SQLite cannot read without writing.
    try home.write("log", to: "data/shop.mpqdb-wal")
    let refused = try run(arguments)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("has events that the file does not have yet"))
  }
}
