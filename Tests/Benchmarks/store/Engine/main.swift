import Foundation
import MPQAPI
import MPQProjects
import MPQStore

// Answers calls about one project, and reports the time of each.
//
//     store-benchmark PROJECT NOW              one call per line of standard input
//     store-benchmark import PROJECT SOURCE    imports, and reports the speed
//     store-benchmark check PROJECT            compares the project with its events
//
// A project is a file, or an address on ClickHouse, with the login in the environment.
//
// A call is its endpoint and its parameters, `name=value`, separated by tabs. Its answer is a line:
// microseconds, a tab, the body.

/// Why the benchmark cannot continue.
struct Failure: Error {
  var cause: String
}

/// A local project.
struct Engine {
  let handler: RequestHandler
  let signer: Signer

  init(project: Project, now: Int) throws {
    guard let secret = Secret("secret"), let account = Credentials(key: "key", secret: secret),
      let handler = RequestHandler(project: project, accounts: [account], clock: .fixed(now))
    else { throw Failure(cause: "no account") }
    self.handler = handler
    signer = Signer(account)
  }

  /// The answer to one call: microseconds and body.
  func answer(_ line: String) async throws -> String {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard let endpoint = Endpoint.ID(rawValue: parts[0]) else {
      throw Failure(cause: "no such endpoint: \(parts[0])")
    }
    let table = Endpoint.of(endpoint)
    var arguments: [Call.Argument] = []
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, let name = Parameter.Name(rawValue: pair[0]),
        let parameter = table.parameter(name)
      else { throw Failure(cause: "no such parameter: \(part)") }
      arguments.append(Call.Argument(name, try parameter.value(reading: pair[1])))
    }
    let request = try signer.sign(
      try Call(endpoint, arguments), expiry: ProjectClock.realNow + 60)
    let begin = ContinuousClock.now
    let response = try await handler.respond(
      path: request.path, query: request.query, time: ProjectClock.realNow)
    let taken = ContinuousClock.now - begin
    let microseconds =
      taken.components.seconds * 1_000_000 + taken.components.attoseconds / 1_000_000_000_000
    return "\(microseconds)\t\(String(decoding: response.body, as: UTF8.self))"
  }
}

/// The location of a project, parsed from an argument.
func location(_ text: String) throws -> ProjectLocation {
  try ProjectLocation(text) { ProcessInfo.processInfo.environment[$0] }
}

func importEvents(into project: Project, from source: String) async throws {
  let begin = ContinuousClock.now
  let report = try await project.importEvents(from: [source]) { progress in
    guard progress.lines % 500_000 == 0 else { return }
    FileHandle.standardError.write(Data("\(progress.lines) \(Int(progress.rate))/s\n".utf8))
  }
  let seconds = Double((ContinuousClock.now - begin) / .milliseconds(1)) / 1000
  try await project.define([
    FunnelDefinition(
      name: "signup",
      steps: [
        "View homepage", "View signup", "Submit signup", "Verify email", "Complete profile",
      ]),
    FunnelDefinition(
      name: "purchase", steps: ["View product", "Add to cart", "Checkout", "Purchase"]),
  ])
  try project.close()
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  let cpu =
    Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  let rate = Int(Double(report.added) / seconds)
  print(
    "{\"added\": \(report.added), \"rejected\": \(report.rejected), \"seconds\": \(seconds), "
      + "\"cpu\": \(cpu), \"rate\": \(rate)}")
}

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("import", 4):
  let project = try await Project.create(at: location(arguments[2]), timeZone: "UTC")
  try await importEvents(into: project, from: arguments[3])
case ("check", 3):
  let differences = try await Project.open(at: location(arguments[2])).check()
  for difference in differences { print(difference) }
  exit(differences.isEmpty ? 0 : 1)
case (_, 3):
  let project = try await Project.open(at: location(arguments[1]))
  let engine = try Engine(project: project, now: Int(arguments[2]) ?? 0)
  while let line = readLine() {
    FileHandle.standardOutput.write(Data("\(try await engine.answer(line))\n".utf8))
  }
default: throw Failure(cause: "see the comment at the top of main.swift")
}
