import MPQAPI

/// One list of texts for the cursor, and how they are found and written.
struct CandidatePool: Sendable {
  let list: NameList
  let kind: Candidate.Kind
  let query: TypedName
  let spelling: Spelling
  /// Whether only texts that begin with the typed text are offered.
  let isStrict: Bool
  /// The indices of the texts that are not offered.
  let excluded: Set<Int>
  /// How much texts have been used, by index.
  let scores: [Int: Double]

  /// A pool of `list`.
  ///
  /// - Parameters:
  ///   - list: The texts.
  ///   - kind: What they are.
  ///   - query: The typed part of one.
  ///   - spelling: How one is written.
  ///   - isStrict: Whether only texts that begin with `query` are offered.
  ///   - listed: Texts that are not offered, since they are already written.
  ///   - usage: How much texts have been used.
  init(
    _ list: NameList, of kind: Candidate.Kind, matching query: String, written spelling: Spelling,
    isStrict: Bool = false, without listed: [String] = [], usage: [ByteText: Double] = [:]
  ) {
    self.list = list
    self.kind = kind
    self.query = TypedName(query)
    self.spelling = spelling
    self.isStrict = isStrict
    var excluded = list.index.unwritable
    for name in listed {
      if let place = list.index.place(of: name) { excluded.insert(place) }
    }
    if !spelling.writesEmpty, let place = list.index.place(of: "") { excluded.insert(place) }
    self.excluded = excluded
    var scores: [Int: Double] = [:]
    for (name, score) in usage where score > 0 {
      if let place = list.index.place(of: name.text) { scores[place] = score }
    }
    self.scores = scores
  }

  /// The texts that match in one of the ways of `matches`.
  ///
  /// - Parameters:
  ///   - matches: The ways, which are tried in their order.
  ///   - limit: The most hits that are kept of those that are equally good.
  /// - Returns: The hits.
  func hits(_ matches: [NameMatch], limit: Int) -> Hits {
    var hits = Hits(limit: limit)
    for place in list.names.indices where excluded.isEmpty || !excluded.contains(place) {
      for match in matches {
        guard let slips = slips(place, match) else { continue }
        let isExact = match == .beginning && hasTypedCapitals(place)
        hits.add(
          place, HitRank(match: match, slips: slips, isExact: isExact),
          score: scores.isEmpty ? 0 : scores[place] ?? 0)
        if match == .beginning { hits.noteBeginning(place, in: list.index) }
        break
      }
    }
    return hits
  }

  /// The slips with which the name at `place` matches in this way; `nil` when it does not.
  private func slips(_ place: Int, _ match: NameMatch) -> Int? {
    let index = list.index
    switch match {
    case .beginning: return query.isBeginning(of: place, in: index) ? 0 : nil
    case .words: return !isStrict && query.beginsWords(of: place, in: index) ? 0 : nil
    case .letters: return !isStrict && query.hasLetters(place, in: index) ? 0 : nil
    case .slips: return isStrict ? nil : query.slips(place, in: index)
    }
  }

  private func hasTypedCapitals(_ place: Int) -> Bool {
    query.folded.isEmpty || list.names[place].utf8.starts(with: query.text.utf8)
  }
}

/// How good a hit is, apart from usage.
struct HitRank: Comparable, Sendable {
  let match: NameMatch
  let slips: Int
  let isExact: Bool

  static func < (left: Self, right: Self) -> Bool {
    (left.match.rawValue, left.slips, left.isExact ? 0 : 1)
      < (right.match.rawValue, right.slips, right.isExact ? 0 : 1)
  }
}

/// The best matches of one pool, and the number of all.
struct Hits {
  /// A text that matches, by its index in the list.
  struct Hit {
    let place: Int
    let rank: HitRank
    let score: Double
  }

  private(set) var all: [Hit] = []
  /// The number of texts that match.
  private(set) var total = 0
  /// The number of those that begin with the typed text.
  private(set) var beginningCount = 0
  /// The common beginning of those: the first of them, and the number of its lower-case bytes.
  private(set) var shared: (place: Int, count: Int)?
  /// The slips of the hits; of texts that are only similar, only the nearest are kept.
  private(set) var slips = Int.max
  private let limit: Int
  /// For each way to match, with the typed capitals and without, the hits that are never used.
  private var unusedCounts = [Int](repeating: 0, count: 2 * NameMatch.allCases.count)

  init(limit: Int) { self.limit = limit }

  /// Adds a text; its index is greater than those added before.
  mutating func add(_ place: Int, _ rank: HitRank, score: Double) {
    guard rank.slips <= slips else { return }
    if rank.slips < slips {
      self = Hits(limit: limit)
      slips = rank.slips
    }
    total += 1
    if score == 0 {
      let way = 2 * rank.match.rawValue + (rank.isExact ? 0 : 1)
      guard unusedCounts[way] < limit else { return }
      unusedCounts[way] += 1
    }
    all.append(Hit(place: place, rank: rank, score: score))
  }

  /// Counts a text that begins with the typed text.
  mutating func noteBeginning(_ place: Int, in index: NameIndex) {
    beginningCount += 1
    let range = index.range(of: place)
    guard let first = shared else {
      shared = (place, range.count)
      return
    }
    let start = index.range(of: first.place).lowerBound
    var count = 0
    while count < min(first.count, range.count),
      index.bytes[start + count] == index.bytes[range.lowerBound + count]
    { count += 1 }
    shared = (first.place, count)
  }

  /// The common beginning of all texts that begin with the typed text.
  func sharedBeginning(in list: NameList) -> String? {
    guard let shared else { return nil }
    var folded: [UInt8] = []
    var text = String.UnicodeScalarView()
    for scalar in list.names[shared.place].unicodeScalars {
      Folding.append(scalar, to: &folded)
      guard folded.count <= shared.count else { break }
      text.append(scalar)
    }
    return String(text)
  }
}
