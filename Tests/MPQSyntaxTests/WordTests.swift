import MPQSyntax
import Testing
import TestSupport

/// Reserved words, near misses, and names in quotes.
@Suite struct WordTests {
  @Test func everyKeywordHasASpelling() {
    #expect(Set(ReservedWord.all.map(\.keyword)) == Set(Keyword.allCases))
    #expect(Set(ReservedWord.all.map(\.spelling)).count == ReservedWord.all.count)
    for word in ReservedWord.all {
      #expect(word.offered.isSubset(of: word.places))
      #expect(Keyword(spelling: word.spelling.uppercased()) == word.keyword)
    }
  }

  @Test func singularsAndGeneralAreNotOffered() {
    let aliases = ReservedWord.all
      .filter { $0.offered.isEmpty && !$0.places.contains(.future) }.map(\.spelling)
    #expect(aliases == ["general", "hour", "day", "week", "month"])
  }

  @Test(arguments: [
    ("funel", "funnel"), ("weks", "weeks"), ("evnets", "events"), ("EVENT", "events"),
    ("retentoin", "retention"), ("retetnoin", "retention"), ("lmit", "limit"), ("toop", "top"),
    ("select", nil), ("x", nil), ("", nil), ("events", nil), ("shw", "show"), ("stow", "show"),
    ("flown", nil), ("rtnton", nil),
  ])
  func nearMisses(_ word: String, _ expected: String?) {
    let words = ["events", "top", "retention", "funnel", "show", "limit", "weeks"]
    #expect(NearMiss.best(for: word, among: words) == expected)
  }

  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "ABC", 0), ("abc", "acb", 1), ("abc", "ab", 1),
    ("abc", "abcd", 1), ("abc", "axc", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
    ("", "abc", 3), ("größe", "grosse", 3),
  ])
  func distances(_ one: String, _ other: String, _ distance: Int) {
    #expect(NearMiss.distance(one, other, limit: 5) == distance)
    #expect(NearMiss.distance(other, one, limit: distance) == distance)
    #expect(NearMiss.distance(one, other, limit: distance - 1) == nil)
  }

  /// The distance within a limit is that of the whole table.
  @Test func distancesAreThoseOfTheTextbook() {
    var generator = SeededGenerator(11)
    for _ in 0..<3_000 {
      let texts = (0..<2).map { _ in
        (0..<generator.below(9)).map { _ in generator.pick(["a", "b", "c", "é"]) }.joined()
      }
      let expected = Self.slips(Array(texts[0]), Array(texts[1]))
      let limit = generator.below(7)
      let distance = NearMiss.distance(texts[0], texts[1], limit: limit)
      #expect(distance == (expected <= limit ? expected : nil), "\(texts), at most \(limit)")
    }
  }

  private static func slips(_ one: [Character], _ other: [Character]) -> Int {
    var table = Array(
      repeating: Array(repeating: 0, count: other.count + 1), count: one.count + 1)
    for row in 0...one.count {
      for column in 0...other.count {
        guard row > 0, column > 0 else {
          table[row][column] = row + column
          continue
        }
        let isEqual = one[row - 1] == other[column - 1]
        var cost = min(
          table[row - 1][column] + 1, table[row][column - 1] + 1,
          table[row - 1][column - 1] + (isEqual ? 0 : 1))
        if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1]
        {
          cost = min(cost, table[row - 2][column - 2] + 1)
        }
        table[row][column] = cost
      }
    }
    return table[one.count][other.count]
  }

  @Test func nearMissesAmongNames() {
    let names = ["Signup flow", "sign up", "Purchase", "pur\u{63}hase"]
    #expect(NearMiss.best(for: "signup flow", among: names) == "Signup flow")
    #expect(NearMiss.best(for: "Purchsae", among: names) == "Purchase")
    #expect(NearMiss.best(for: String(repeating: "a", count: 65), among: names) == nil)
  }

  @Test(arguments: [
    ("sing", 3, ["sign", "song"]), ("page", 2, ["Page", "pages"]), ("page", 1, ["Page"]),
    ("page", 9, ["Page", "pages", "pag3"]), ("zebra", 3, []), ("p", 3, []),
  ])
  func nearestComeFirst(_ word: String, _ count: Int, _ expected: [String]) {
    let words = ["sign", "pages", "song", "pag3", "page", "Page", "ages", "sing", "pagination"]
    #expect(NearMiss.nearest(to: word, among: words, count: count) == expected)
  }

  @Test(arguments: [
    ("signup", "signup"), ("Signup flow", "\"Signup flow\""), ("sign-up", "sign-up"),
    ("sign-", "\"sign-\""), ("-a", "\"-a\""), ("7days", "\"7days\""), ("days7", "days7"),
    ("events", "\"events\""), ("Unique", "\"Unique\""), ("$browser", "$browser"),
    ("größe", "größe"), ("日本語", "日本語"), ("it's", "\"it's\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
    ("a\nb\tc\r", "\"a\\nb\\tc\\u{D}\""), ("\u{1B}[2J", "\"\\u{1B}[2J\""), ("a#b", "\"a#b\""),
    ("“a”", "\"“a”\""), ("\u{FEFF}a", "\"\\u{FEFF}a\""), ("a\u{202E}", "\"a\\u{202E}\""),
    ("a b", "\"a b\""), ("a\u{A0}b", "\"a\u{A0}b\""), ("", "\"\""),
  ])
  func quoting(_ name: String, _ quoted: String) {
    #expect(Name.quoted(name) == quoted)
  }

  /// Two spellings of é are written back byte for byte.
  @Test(arguments: ["caf\u{E9}", "cafe\u{301}", "caf\u{E9} 1", "cafe\u{301} 1"])
  func accentsAreKept(_ name: String) throws {
    let query = Query(.events([Name(name)]))
    let (script, diagnostics) = try parse(query.description)
    #expect(diagnostics.isEmpty)
    #expect(script.isSame(as: Script(statements: [Statement(query)])))
    #expect(Name("\u{E9}") != Name("e\u{301}"))
    #expect(Value(.text("\u{E9}")) != Value(.text("e\u{301}")))
  }
}
