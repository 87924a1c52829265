import Foundation
import Testing
import TestSupport

/// One case of a file of Tests/Contract; mpq.txt describes the format.
struct Contract: Sendable, CustomTestStringConvertible {
  var name: String
  var script = ""
  var environment: [String: String] = [:]
  var input = ""
  /// The bytes that a server sends; empty if it sends none.
  var answer: String?
  var exit: Int32 = 0
  var output: [String] = []
  var errors: [String] = []

  var testDescription: String { name }

  /// A line of a file that has no meaning.
  struct BadLine: Error {
    var file: String
    var line: String
  }

  /// The cases of Tests/Contract/`name`.txt.
  static func read(_ name: String) throws -> [Contract] {
    let file = Repository.root.appending(path: "Tests/Contract/\(name).txt")
    var cases: [Contract] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("#") { continue }
      if line.hasPrefix("== ") {
        cases.append(Contract(name: "\(name): \(line.dropFirst(3))"))
      } else if cases.isEmpty || !cases[cases.count - 1].take(line) {
        throw BadLine(file: name, line: String(line))
      }
    }
    return cases
  }

  /// Parses a line; `false` if it is invalid.
  private mutating func take(_ line: Substring) -> Bool {
    let keyword = line.prefix { $0 != " " }
    let value = line.dropFirst(keyword.count + 1)
    switch keyword {
    case "run": script += "\(value)\n"
    case "in": input += "\(value)\n"
    case "exit": exit = Int32(value) ?? -1
    case "out": output.append(String(value))
    case "err": errors.append(String(value))
    case "silent": answer = ""
    case "set":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return false }
      environment[String(parts[0])] = String(parts[1])
    case "server":
      guard let status = Int(value.prefix(3)) else { return false }
      answer = CannedServer.answer(status: status, body: String(value.dropFirst(4)))
    default: return false
    }
    return true
  }

  // MARK: - Patterns

  /// Whether the lines of `text` are those of `patterns`: `*` stands for any characters of a line,
  /// and a line `...` for any number of lines.
  static func matches(_ text: String, _ patterns: [String]) -> Bool {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.last == "" { lines.removeLast() }
    return matches(lines, patterns[...]) { line, pattern in
      let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
      return matches(line, parts[...])
    }
  }

  private static func matches(
    _ lines: ArraySlice<Substring>, _ patterns: ArraySlice<String>,
    _ one: (Substring, String) -> Bool
  ) -> Bool {
    guard let pattern = patterns.first else { return lines.isEmpty }
    guard pattern == "..." else {
      guard let line = lines.first, one(line, pattern) else { return false }
      return matches(lines.dropFirst(), patterns.dropFirst(), one)
    }
    return (lines.startIndex...lines.endIndex).contains { index in
      matches(lines[index...], patterns.dropFirst(), one)
    }
  }

  /// Whether `line` is made of `parts` in their order, with anything between them.
  private static func matches(_ line: Substring, _ parts: ArraySlice<Substring>) -> Bool {
    guard let first = parts.first, line.hasPrefix(first) else { return false }
    var rest = line.dropFirst(first.count)
    guard parts.count > 1, let last = parts.last else { return rest.isEmpty }
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
