import MPQAPI
import MPQSyntax
import Testing
import TestSupport

@testable import MPQShell

/// Which names match the typed text, and in which order.
struct NameMatchTests {
  @Test(arguments: [
    // Beginnings, then words; the typed capitals first, then the order of the server
    ("si", ["Sign in", "signup", "Old sign-up"], "signup · Sign in · Old sign-up"),
    ("Si", ["signup", "Sign in"], "Sign in · signup"),
    ("flow", ["Signup flow", "overflow", "flowers"], "flowers · Signup flow"),
    // Initials
    ("sf", ["Signup flow", "self"], "Signup flow"),
    (
      "sf", ["sign_up_flow", "signFlow", "sign-flow", "sign.flow", "safe"],
      "sign_up_flow · signFlow · sign-flow · sign.flow"
    ),
    ("he", ["HTTPError", "other"], "HTTPError"),
    ("sigfl", ["Signup flow", "Sign"], "Signup flow"),
    ("s2", ["step2", "s-1", "step 12"], "step2"),
    ("дс", ["Добавить Слово", "досье"], "Добавить Слово"),
    // Letters in their order, only if there is no better match
    ("snp", ["signup", "spin"], "signup"),
    ("sgn", ["signup", "Great sgn"], "Great sgn"),
    // Slips, only if nothing else matches
    ("singup", ["signup flow", "Sign in", "login"], "signup flow"),
    ("sigmup", ["signup", "sigma"], "signup"),
    ("pruchase", ["Purchase", "Peach"], "Purchase"),
    ("größte", ["größe", "grün"], "größe"),
    ("zzzzz", ["signup", "login"], ""),
    ("x", ["signup", "box"], ""),
    // Nothing typed: all, in the server's order
    ("", ["b", "a"], "b · a"),
  ])
  func order(_ typed: String, _ names: [String], _ expected: String) {
    let found = complete(typed, names)
    #expect(found.candidates.map(\.text).joined(separator: " · ") == expected)
    #expect(found.total == found.candidates.count)
  }

  @Test func usedNamesComeFirstInTheirClass() {
    let usage: [ByteText: Double] = [ByteText("s3"): 1, ByteText("s2"): 5, ByteText("a s"): 99]
    let found = complete("s", ["s1", "s2", "s3", "S4", "a s", "b s"], usage: usage)
    #expect(found.candidates.map(\.text) == ["s2", "s3", "s1", "S4", "a s", "b s"])
  }

  /// The history ranks names of the same kind.
  @Test func historyRanks() {
    let usage = UsageRanking(["events b; funnel c", "events b", "events x by p in (w)"])
    let names = NameList(["a", "b", "c", "x"])
    let completer = Completer(
      names: KnownNames([
        .events: names, .funnels: names, .propertiesOfEvent(ByteText("a")): NameList(["o", "p"]),
        .values(property: ByteText("p"), event: ByteText("a")): NameList(["v", "w"]),
      ]), usage: usage.forCompletion)
    for (line, first) in [
      ("events ", "b"), ("funnel ", "c"), ("events a by ", "p"), ("events a by p in (", "w"),
    ] {
      let found = completer.completion(of: line, at: line.utf8.count)
      #expect(found.candidates.first?.text == first, "\(line)")
    }
  }

  /// Used names are among the candidates, however many names there are.
  @Test func usedNamesAreNotCutOff() {
    let names = (0..<2_000).map { "s\($0)" }
    let found = complete("s", names, usage: [ByteText("s1999"): 1])
    #expect(found.candidates.count == Completer.candidateLimit)
    #expect(found.total == 2_000)
    #expect(found.candidates.first?.text == "s1999")
    #expect(found.candidates.dropFirst().first?.text == "s0")
  }

  /// The common beginning is that of all matches, not only of the returned candidates.
  @Test func theSharedBeginningIsThatOfAllMatches() {
    let names = (0..<1_000).map { "sign \($0)" } + ["Silo"]
    let found = complete("s", names)
    #expect(found.shared == "si")
    #expect(complete("sig", names).shared == "\"sign ")
  }

  /// The bit vectors count as the table of ``NearMiss`` does, for the best beginning of the name.
  @Test func slipsAreThoseOfNearMiss() throws {
    var random = SeededGenerator(3)
    let letters = Array("abcd")
    for _ in 0..<3_000 {
      let word = String((0..<1 + random.below(9)).map { _ in random.pick(letters) })
      let name = String((0..<random.below(12)).map { _ in random.pick(letters) })
      let limit = random.below(4)
      let bytes = Array(name.utf8)
      let counted = try #require(SlipCounter(Array(word.utf8)))
        .slips(in: bytes, bytes.indices, limit: limit)
      let best = (0...name.count)
        .compactMap { NearMiss.distance(word, String(name.prefix($0)), limit: limit) }.min()
      #expect(counted == best, "\(word) and \(name), \(limit)")
    }
  }

  @Test func wordsOf64BytesAreCounted() throws {
    let word = [UInt8](repeating: 0x61, count: 64)
    let name = word.dropLast(2) + [0x62, 0x62, 0x62]
    let counter = try #require(SlipCounter(word))
    #expect(counter.slips(in: Array(name), 0..<name.count, limit: 3) == 2)
    #expect(SlipCounter(word + [0x61]) == nil)
    #expect(SlipCounter([]) == nil)
  }

  /// A name that could be divided in very many ways is matched in bounded time.
  @Test func manyWordsThatAreAlike() {
    let name = String(repeating: "aaaa ", count: 3_000)
    let typed = String(repeating: "a", count: 60) + "b"
    #expect(complete(typed, [name, "ab"]).candidates.isEmpty)
  }

  private func complete(
    _ typed: String, _ names: [String], usage: [ByteText: Double] = [:]
  ) -> Completion {
    let known = KnownNames([.events: NameList(names)])
    let completer = Completer(names: known, usage: { $0 == .event ? usage : [:] })
    let text = "events " + typed
    return completer.completion(of: text, at: text.utf8.count)
  }
}
