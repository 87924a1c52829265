import MPQAPI

/// Searches several pools and merges the hits in one order.
struct CandidateSearch {
  let pools: [CandidatePool]
  let limit: Int
  /// Whether a blank follows a candidate that is chosen.
  let addsBlank: Bool

  /// The ways to match that are tried together; the next are tried only if these find nothing, so
  /// exact matches are not lost among similar names.
  private static let rounds: [[NameMatch]] = [[.beginning, .words], [.letters], [.slips]]

  /// Fills `completion`.
  func run(into completion: inout Completion) {
    for round in Self.rounds {
      var found = pools.map { $0.hits(round, limit: limit) }
      let slips = found.map(\.slips).min() ?? 0
      for pool in found.indices where found[pool].slips > slips { found[pool] = Hits(limit: limit) }
      let total = found.reduce(0) { $0 + $1.total }
      guard total > 0 else { continue }
      let ranked = merged(found)
      let kept = found.reduce(0) { $0 + $1.all.count }
      completion.total = total - (kept - ranked.count)
      completion.candidates = ranked.prefix(limit).map(candidate)
      var beginningCount = found.reduce(0) { $0 + $1.beginningCount }
      if total == kept {
        beginningCount = ranked.count { $0.hit.rank.match == .beginning }
      }
      if completion.total == 1 || beginningCount == 1 {
        completion.decided = completion.candidates.first
      } else {
        completion.shared = shared(found)
      }
      return
    }
  }

  private struct Ranked {
    let pool: Int
    let hit: Hits.Hit

    /// Better matches first, then what is used more, then the order of the server.
    static func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
      if left.hit.rank != right.hit.rank { return left.hit.rank < right.hit.rank }
      if left.hit.score != right.hit.score { return left.hit.score > right.hit.score }
      return (left.pool, left.hit.place) < (right.pool, right.hit.place)
    }
  }

  /// The hits of all pools in order, each text once.
  private func merged(_ found: [Hits]) -> [Ranked] {
    let ranked = found.indices
      .flatMap { pool in found[pool].all.map { Ranked(pool: pool, hit: $0) } }
      .sorted(by: Ranked.precedes)
    guard pools.count > 1 else { return ranked }
    var seen: Set<Written> = []
    return ranked.filter { ranked in
      let pool = pools[ranked.pool]
      let text = ByteText(pool.list.names[ranked.hit.place])
      return seen.insert(Written(text: text, isName: pool.spelling.form != .word)).inserted
    }
  }

  /// The identity of a candidate: a word of the language may also be a name, in quotes.
  private struct Written: Hashable {
    let text: ByteText
    let isName: Bool
  }

  private func candidate(_ ranked: Ranked) -> Candidate {
    let pool = pools[ranked.pool]
    let text = pool.list.names[ranked.hit.place]
    let goesOn = pool.spelling.form == .file && text.hasSuffix("/")
    let isLast = goesOn || pool.kind == .sign || pool.kind == .value || pool.spelling.isClosed
    return Candidate(
      kind: pool.kind, text: text, insertion: pool.spelling.whole(text),
      trailer: addsBlank && !isLast ? " " : "")
  }

  /// The common beginning of all texts that begin with the typed text, if it is longer than that.
  private func shared(_ found: [Hits]) -> String? {
    let beginnings = found.indices.filter { found[$0].beginningCount > 0 }
    guard let first = beginnings.first else { return nil }
    let pool = pools[first]
    guard beginnings.allSatisfy({ pools[$0].spelling == pool.spelling }) else { return nil }
    var shared = found[first].sharedBeginning(in: pool.list) ?? ""
    for other in beginnings.dropFirst() {
      let text = found[other].sharedBeginning(in: pools[other].list) ?? ""
      shared = Self.commonBeginning(shared, text)
    }
    guard Folding.bytes(of: shared).count > pool.query.folded.count else { return nil }
    return pool.spelling.beginning(shared)
  }

  /// The common beginning of both texts, ignoring case, as the first one writes it.
  private static func commonBeginning(_ one: String, _ other: String) -> String {
    var common = String.UnicodeScalarView()
    for (left, right) in zip(one.unicodeScalars, other.unicodeScalars) {
      guard left.properties.lowercaseMapping == right.properties.lowercaseMapping else { break }
      common.append(left)
    }
    return String(common)
  }
}
