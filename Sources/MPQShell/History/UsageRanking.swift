import MPQAPI
import MPQSyntax

/// How often and how recently names were used, from the history.
///
/// An entry counts half as much as one 100 entries later.
package struct UsageRanking: Sendable {
  /// The kind of a name.
  package enum Kind: Hashable, Sendable {
    case event, funnel, property, value
  }

  private struct Key: Hashable {
    let kind: Kind
    let name: ByteText
  }

  /// The most entries that are read: older ones count for less than a millionth.
  static let entryLimit = 2_000
  /// The hundredth root of 2, by which each entry weighs more than the one before.
  private static let growth = 1.006_955_550_056_718_8

  private var scores: [Key: Double] = [:]
  private var weight = 1.0
  /// The entries that were added after the initial ones.
  private(set) var noted: [String] = []

  /// The ranking after `entries`.
  ///
  /// - Parameter entries: The history, oldest first.
  init(_ entries: [String] = []) {
    for entry in entries.suffix(Self.entryLimit) { count(entry) }
  }

  /// Counts the names of one more entry.
  ///
  /// In a dot-command, the query counts, if it has one.
  ///
  /// - Parameter entry: A statement or a command.
  package mutating func note(_ entry: String) {
    noted.append(entry)
    if noted.count > Self.entryLimit { noted.removeFirst() }
    count(entry)
  }

  private mutating func count(_ entry: String) {
    guard let source = try? SourceText(Self.query(in: entry)) else { return }
    let (script, problems) = Script.parse(source)
    guard problems.isEmpty else { return }
    weight *= Self.growth
    var used: [(String, Kind)] = []
    script.walk { part in
      switch part {
      case .name(let name, let role):
        if !name.isParameter, let kind = Kind(role) { used.append((name.text, kind)) }
      case .value(let value, .property):
        if case .parameter = value.kind { return }
        used.append((value.text, .value))
      case .query, .clause, .stage, .value, .count: break
      }
    }
    for (name, kind) in used { count(name, kind) }
    if weight > 1e100 { rescale() }
  }

  /// The scores of all used names of a kind; greater for more frequent and more recent use.
  ///
  /// Scores are only comparable with each other.
  func scores(_ kind: Kind) -> [ByteText: Double] {
    var names: [ByteText: Double] = [:]
    for (key, score) in scores where key.kind == kind { names[key.name] = score }
    return names
  }

  private mutating func count(_ name: String, _ kind: Kind) {
    scores[Key(kind: kind, name: ByteText(name)), default: 0] += weight
  }

  /// Scales all numbers down, and drops those that become negligible.
  private mutating func rescale() {
    let factor = 1 / weight
    scores = scores.compactMapValues { $0 * factor < 1e-9 ? nil : $0 * factor }
    weight = 1
  }

  /// The query that a dot-command has after its name and a number, as in `.watch 30 top events`.
  private static func query(in entry: String) -> String {
    let entry = entry.drop { $0.isWhitespace }
    guard entry.first == "." else { return String(entry) }
    let rest = entry.drop { !$0.isWhitespace }.drop { $0.isWhitespace }
    let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "s") }
    guard number.first?.isNumber == true else { return String(rest) }
    return String(rest.dropFirst(number.count))
  }
}

extension UsageRanking.Kind {
  /// The kind of names in this role; `nil` for those that a script makes up itself.
  fileprivate init?(_ role: NameRole) {
    switch role {
    case .event: self = .event
    case .funnel: self = .funnel
    case .property: self = .property
    case .column, .newColumn, .answer, .newAnswer, .parameter, .file: return nil
    }
  }
}
