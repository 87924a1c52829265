import Foundation
import Testing
import TestSupport

/// Each thing that goes wrong: one clear message, and the exit code of the README.
struct FailureTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
  }

  private func ask(
    _ environment: [String: String], _ arguments: [String] = ["-e", "show events"]
  ) throws -> Programs.Outcome {
    let outcome = try Programs.run("mpq", arguments, home: home, environment: environment)
    #expect(!(outcome.output + outcome.errors).contains(Server.secret))
    #expect(!outcome.errors.contains("sig="))
    return outcome
  }

  private func project() throws -> String {
    let path = home.path("small.mpqdb")
    let event =
      #"{"event": "signup", "properties": {"time": 1305612345, "distinct_id": "u1"}}"#
    let outcome = try Programs.run(
      "mpq", ["import", "-", "--into", path], home: home, input: event)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return path
  }

  @Test func wrongSecret() throws {
    let server = try Server(project: try project(), home: home)
    var environment = server.environment
    environment["MPQ_API_SECRET"] = "another"
    let outcome = try ask(environment)
    #expect(outcome.status == 4)
    #expect(
      outcome.errors == """
        mpq: error: the server refused the call: Invalid request signature
          hint: check the secret; 'mpq profile test' shows whether it works

        """)
  }

  @Test func wrongKey() throws {
    let server = try Server(project: try project(), home: home)
    var environment = server.environment
    environment["MPQ_API_KEY"] = "another"
    let outcome = try ask(environment)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("Invalid API key"))
  }

  @Test func unknownEndpoint() throws {
    let server = try Server(project: try project(), home: home)
    var environment = server.environment
    environment["MPQ_HOST"] = server.host + "/elsewhere"
    let outcome = try ask(environment)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Invalid endpoint: "))
    #expect(outcome.errors.contains("hint: check the host"))
  }

  @Test func deadPort() throws {
    let server = try CannedServer(status: 200, body: "[]")
    server.stop()
    // The port is dead once its thread has noticed; a few answers may still come before.
    var outcome = try ask(server.environment)
    for _ in 0..<100 where outcome.status == 0 { outcome = try ask(server.environment) }
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("cannot reach 127.0.0.1:\(server.port): Connection refused"))
  }

  struct Canned: Sendable {
    let bytes: String
    let status: Int32
    let message: String
  }

  @Test(arguments: [
    Canned(
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[\"home\"", status: 3,
      message: "broke off"),
    Canned(bytes: "", status: 3, message: "broke off"),
    Canned(
      bytes: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
      status: 3, message: "the answer is not JSON (text/html"),
    Canned(
      bytes: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
      status: 3, message: "redirects (HTTP status 302)"),
    Canned(
      bytes: "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", status: 3,
      message: "HTTP status 503"),
    Canned(
      bytes: CannedServer.answer(status: 400, body: #"{"error": "Expired request"}"#),
      status: 4, message: "Expired request"),
    Canned(
      bytes: CannedServer.answer(status: 429, body: #"{"error": "Query rate limit exceeded"}"#),
      status: 5, message: "too many calls: Query rate limit exceeded\n  hint: wait before"),
    Canned(
      bytes: "HTTP/1.1 429 Busy\r\nRetry-After: 3000\r\nContent-Length: 4\r\n\r\nbusy",
      status: 5, message: "too many calls: busy\n  hint: try again in 50 minutes"),
    Canned(
      bytes: "HTTP/1.1 503 Busy\r\nRetry-After: 90\r\nContent-Length: 4\r\n\r\nbusy",
      status: 3, message: "HTTP status 503: busy\n  hint: try again in 90 seconds"),
    Canned(
      bytes: CannedServer.answer(
        status: 400, body: #"{"error": "The answer would have more than 2000000 numbers"}"#),
      status: 1, message: "more than 2000000 numbers"),
    Canned(
      bytes: CannedServer.answer(
        status: 400, body: #"{"error": "Invalid parameter: \u001b[31m"}"#),
      status: 1, message: "Invalid parameter: \\u{1B}[31m"),
  ])
  func brokenReplies(_ canned: Canned) throws {
    let server = try CannedServer(canned.bytes)
    defer { server.stop() }
    let outcome = try ask(server.environment)
    #expect(outcome.status == canned.status)
    #expect(outcome.errors.contains(canned.message), "\(outcome.errors)")
    #expect(outcome.output == "")
  }

  @Test func anInterruptEndsItAtOnce() throws {
    let server = try CannedServer("", isSilent: true)
    defer { server.stop() }
    let process = Process()
    // The threads that run tests block interrupts, and jobs in the background ignore them; the
    // program would inherit both.
    let begin = """
      import os, signal, sys
      signal.signal(signal.SIGINT, signal.SIG_DFL)
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      os.execv(sys.argv[1], sys.argv[1:])
      """
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", begin, Programs.path("mpq"), "-e", "show events", "-o",
      home.path("answer.csv"),
    ]
    process.environment = home.environment.merging(server.environment) { $1 }
    try process.run()
    // The request is on its way: nothing but an answer is missing.
    while server.requests.isEmpty { sched_yield() }
    process.interrupt()
    process.waitUntilExit()
    // A shell reports it as 130.
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == SIGINT)
    let names = try FileManager.default.contentsOfDirectory(atPath: home.url.path())
    #expect(names.isEmpty)
  }
}
