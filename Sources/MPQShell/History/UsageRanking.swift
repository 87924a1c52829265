import MPQAPI
import MPQSyntax

/// How often and how lately names were used, learnt from what was asked.
///
/// What was asked 100 entries ago counts half as much as what was asked just now.
package struct UsageRanking: Sendable {
  /// What a name is of.
  package enum Kind: Hashable, Sendable {
    case event, funnel, property, value
  }

  private struct Key: Hashable {
    let kind: Kind
    let name: ByteText
  }

  /// The most entries that are looked at: what is older counts for less than a millionth.
  static let entryLimit = 2_000
  /// The hundredth root of 2, by which each entry weighs more than the one before.
  private static let growth = 1.006_955_550_056_718_8

  private var scores: [Key: Double] = [:]
  private var weight = 1.0
  /// The entries that were noted one by one, beside those of the beginning.
  private(set) var noted: [String] = []

  /// The ranking after `entries`.
  ///
  /// - Parameter entries: What was asked, oldest first, as a history keeps it.
  init(_ entries: [String] = []) {
    for entry in entries.suffix(Self.entryLimit) { count(entry) }
  }

  /// Counts the names of one more entry.
  ///
  /// Of a command that begins with a dot, the query in it counts, if it has one.
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
    for statement in script.statements {
      switch statement.kind {
      case .query(let query): count(query)
      }
    }
    if weight > 1e100 { rescale() }
  }

  /// The scores of all names of a kind that have been used, greater the oftener and later.
  ///
  /// They are to be compared with each other and mean nothing else.
  func scores(_ kind: Kind) -> [ByteText: Double] {
    var names: [ByteText: Double] = [:]
    for (key, score) in scores where key.kind == kind { names[key.name] = score }
    return names
  }

  private mutating func count(_ query: Query) {
    switch query.kind {
    case .events(let names), .retention(let names), .show(.propertiesOfEvent(let names)):
      count(names, .event)
    case .funnel(let names), .show(.datesOfFunnel(let names)),
      .show(.propertiesOfFunnel(let names)):
      count(names, .funnel)
    case .show(.valuesOf(let property, let events)):
      count([property], .property)
      count(events, .event)
    case .topEvents, .show(.events), .show(.funnels): break
    }
    for clause in query.clauses {
      guard case .by(let property, let values) = clause.kind else { continue }
      count([property], .property)
      for value in values ?? [] { count(value.text, .value) }
    }
  }

  private mutating func count(_ names: [Name], _ kind: Kind) {
    for name in names { count(name.text, kind) }
  }

  private mutating func count(_ name: String, _ kind: Kind) {
    scores[Key(kind: kind, name: ByteText(name)), default: 0] += weight
  }

  /// Makes all numbers smaller alike, and forgets what then counts for nothing.
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
