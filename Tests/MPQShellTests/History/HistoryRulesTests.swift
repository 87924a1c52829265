import MPQAPI
import Testing

@testable import MPQShell

struct HistoryRulesTests {
  @Test(
    arguments: [
      ("top events", .keep),
      (".help", .keep),
      (" top events", .isPrivate),
      ("", .blank),
      ("\n\t\n", .blank),
      ("\tshow events", .keep),
      ("events \"12345678\"", .tooLong),
      ("events pssst", .holdsSecret),
      (".echo a%70sss%74", .holdsSecret),
    ] as [(String, HistoryRules.Verdict)])
  func verdicts(_ entry: String, _ verdict: HistoryRules.Verdict) throws {
    let secret = try #require(Secret("pssst"))
    var rules = HistoryRules()
    rules.entryByteLimit = 16
    #expect(rules.verdict(on: entry, secrets: [secret.occurs]) == verdict)
  }

  @Test func compactionKeepsTheNewestOfEach() {
    let rules = HistoryRules()
    #expect(
      rules.compacted(["a", "b", "a", "c", "b", "b"], secrets: []) == ["a", "c", "b"])
    // Canonically equivalent names are different.
    #expect(rules.compacted(["é", "e\u{301}"], secrets: []).count == 2)
    #expect(rules.compacted(["a", "s3cret", "b"], secrets: [{ $0.contains("s3") }]) == ["a", "b"])
  }

  @Test func compactionKeepsTheLimits() {
    var rules = HistoryRules()
    rules.entryLimit = 3
    let entries = (1...9).map { "entry \($0)" }
    #expect(rules.compacted(entries, secrets: []) == ["entry 7", "entry 8", "entry 9"])
    rules.byteLimit = 2 * "entry 1\n".utf8.count
    #expect(rules.compacted(entries, secrets: []) == ["entry 8", "entry 9"])
    rules.entryByteLimit = 3
    #expect(rules.compacted(entries, secrets: []) == [])
  }
}
