import MPQSyntax
import Testing

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
    let aliases = ReservedWord.all.filter(\.isAlias).map(\.spelling)
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

  @Test func nearMissesAmongNames() {
    let names = ["Signup flow", "sign up", "Purchase", "pur\u{63}hase"]
    #expect(NearMiss.best(for: "signup flow", among: names) == "Signup flow")
    #expect(NearMiss.best(for: "Purchsae", among: names) == "Purchase")
    #expect(NearMiss.best(for: String(repeating: "a", count: 65), among: names) == nil)
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

  /// Two spellings of é, and what is written is what was meant, byte for byte.
  @Test(arguments: ["caf\u{E9}", "cafe\u{301}", "caf\u{E9} 1", "cafe\u{301} 1"])
  func accentsAreKept(_ name: String) throws {
    let query = Query(.events([Name(name)]))
    let (script, diagnostics) = try parse(query.description)
    #expect(diagnostics.isEmpty)
    #expect(script.isSame(as: Script(statements: [Statement(.query(query))])))
    #expect(Name("\u{E9}") != Name("e\u{301}"))
    #expect(Value(.text("\u{E9}")) != Value(.text("e\u{301}")))
  }
}
