import MPQAPI
import MPQCompiler
import MPQSyntax

/// Turns what the parser expects at a place into lists of texts to search.
struct ExpectedNames {
  /// The start of the range that a candidate replaces.
  private(set) var start: Int
  /// The lists, each with the typed part of a text.
  var pools: [CandidatePool] = []
  /// The lists of names that are not known.
  private(set) var wanted: [NameRequest] = []

  let context: CompletionContext
  let source: SourceText
  private let completer: Completer
  private let offer: ClauseOffer?

  /// The most subjects whose properties or values are offered together.
  static let subjectLimit = 5
  /// The most events whose properties are offered if the event is not named yet.
  private static let eventLimit = 50

  init(_ context: CompletionContext, in source: SourceText, for completer: Completer) {
    self.context = context
    self.source = source
    self.completer = completer
    offer = context.kind.map { ClauseOffer(for: $0, with: context.clauses) }
    start = context.word.span.lower
    let joined = context.expectations.compactMap(\.start).filter { hasName(from: $0) }
    start = joined.min() ?? start
    addWords()
    for expectation in context.expectations { addNames(expectation) }
  }

  // MARK: - Words, signs and numbers

  /// Adds the words and signs of the language for the place: one list, in the order in which they
  /// are typed.
  private mutating func addWords() {
    // Quotes contain a name.
    guard context.word.quote == nil else { return }
    var words: [String] = []
    for expectation in context.expectations {
      switch expectation {
      case .word(let word):
        if word.keyword != .in || takesValues { words.append(word.spelling) }
      case .clause: words += (offer?.words ?? []).map(\.spelling)
      case .sign(let sign):
        if takesValues { add([sign.rawValue], .sign) }
      case .count(let counted): add(numbers(of: counted), .number)
      case .contextWord(let word, _): words.append(word)
      case .answer(let names), .parameter(let names): words += names
      case .name, .value, .column, .file: break
      }
    }
    add(words, .word)
  }

  private mutating func add(_ words: [String], _ kind: Candidate.Kind) {
    guard !words.isEmpty else { return }
    let spelling = Spelling(form: .word, lead: lead(to: context.word.span.lower))
    pools.append(
      CandidatePool(
        NameList(words), of: kind, matching: context.word.text, written: spelling,
        isStrict: kind != .word))
  }

  /// The text between the start and `place`, which a candidate that begins there keeps.
  func lead(to place: Int) -> String {
    source[SourceSpan(lower: start, upper: place)]
  }

  private var takesValues: Bool {
    offer?.takes(.by(Name("x"), values: [Value(.text("x"))])) ?? true
  }

  /// The most common numbers.
  private func numbers(of counted: Expectation.Counted) -> [String] {
    let clause: Clause.Kind
    let numbers: [Int]
    switch counted {
    case .stage(let word): return word == .change || word == .rolling ? ["7"] : ["10"]
    case .limit: (clause, numbers) = (.limit(1), [10, 20, 50, 100])
    case .window(.hour): (clause, numbers) = (.window(.hour, count: 1), [24, 48, 72])
    case .window(.day): (clause, numbers) = (.window(.day, count: 1), [7, 14, 30, 90])
    case .window(.week): (clause, numbers) = (.window(.week, count: 1), [4, 8, 12, 26, 52])
    case .window(.month): (clause, numbers) = (.window(.month, count: 1), [3, 6, 12, 24])
    }
    return offer?.takes(clause) == false ? [] : numbers.map(String.init)
  }

  // MARK: - Names

  private mutating func addNames(_ expectation: Expectation) {
    switch expectation {
    case .name(let role, let listed, let from):
      guard from >= start else { return }
      let isInList = role != .property
      let later = isInList ? (context.kind?.subjects ?? []).map(\.text) : []
      add(requests(for: role), role.kind, from: from, .name, without: listed + later)
    case .value(let property, let listed, let from):
      guard from >= start else { return }
      let later = context.clauses.flatMap(\.values)
      add(requests(forValuesOf: property), .value, from: from, .value, without: listed + later)
    case .column(let listed, let pipeline): addColumns(of: pipeline, without: listed)
    case .word, .contextWord, .clause, .count, .sign, .answer, .parameter, .file: break
    }
  }

  mutating func add(
    _ requests: [NameRequest], _ kind: Candidate.Kind, from: Int, _ form: Spelling.Form,
    without listed: [String]
  ) {
    let isJoined = from < context.word.span.lower
    let spelling = Spelling(
      form: form, quote: context.word.quote, isClosed: context.word.isClosed, lead: lead(to: from))
    let usage = completer.usage(kind)
    for request in requests {
      guard let list = completer.names[request] else {
        if !wanted.contains(request) { wanted.append(request) }
        continue
      }
      pools.append(
        CandidatePool(
          list, of: kind, matching: typed(from: from), written: spelling, isStrict: isJoined,
          without: listed.filter { !$0.isEmpty }, usage: usage))
    }
  }

  /// The typed part of a name that begins at `from`.
  private func typed(from: Int) -> String {
    guard from < context.word.span.lower else { return context.word.text }
    return source[SourceSpan(lower: from, upper: context.word.span.upper)]
  }

  /// Whether a name is known that begins with the bare words from `place` on; always `true` if no
  /// words are joined.
  private func hasName(from place: Int) -> Bool {
    guard place < context.word.span.lower else { return true }
    for case .name(let role, _, place) in context.expectations {
      if known(requests(for: role), beginningAt: place) { return true }
    }
    for case .value(let property, _, place) in context.expectations {
      if known(requests(forValuesOf: property), beginningAt: place) { return true }
    }
    return false
  }

  private func known(_ requests: [NameRequest], beginningAt place: Int) -> Bool {
    let query = TypedName(typed(from: place))
    return requests.contains { request in
      guard let list = completer.names[request] else { return false }
      return list.names.indices.contains { query.isBeginning(of: $0, in: list.index) }
    }
  }

  // MARK: - Lists

  private func requests(for role: NameRole) -> [NameRequest] {
    switch role {
    case .event: [.events]
    case .funnel: [.funnels]
    case .property: propertyRequests
    case .column, .newColumn, .answer, .newAnswer, .parameter, .file: []
    }
  }

  private var propertyRequests: [NameRequest] {
    guard let kind = context.kind else {
      // `show values of`: the event comes later, so the properties of frequent events are offered.
      let events = completer.names[.events]?.names.prefix(Self.eventLimit) ?? []
      return events.map { .propertiesOfEvent(ByteText($0)) }.filter { completer.names[$0] != nil }
    }
    if case .show(.valuesOf) = kind {
      return subjects.map { .propertiesOfEvent(ByteText($0)) }
    }
    guard offer?.takes(.by(Name("x"), values: nil)) == true else { return [] }
    return subjects.map {
      kind.isAboutFunnels
        ? .propertiesOfFunnel(ByteText($0)) : .propertiesOfEvent(ByteText($0))
    }
  }

  private func requests(forValuesOf property: String) -> [NameRequest] {
    guard takesValues, !property.isEmpty else { return [] }
    return subjects.map { .values(property: ByteText(property), event: ByteText($0)) }
  }

  /// The events or funnels of the statement that are named.
  private var subjects: [String] {
    let named = (context.kind?.subjects ?? []).map(\.text).filter { !$0.isEmpty }
    return Array(named.withoutRepeats().prefix(Self.subjectLimit))
  }
}

extension Expectation {
  /// Where a name or value begins.
  fileprivate var start: Int? {
    switch self {
    case .name(_, _, let from), .value(_, _, let from): from
    case .word, .contextWord, .clause, .count, .sign, .column, .answer, .parameter, .file: nil
    }
  }
}

extension Query.Kind {
  fileprivate var isAboutFunnels: Bool {
    switch self {
    case .funnel, .show(.funnels), .show(.datesOfFunnel), .show(.propertiesOfFunnel): true
    case .events, .topEvents, .retention, .show: false
    }
  }
}

extension Clause.Kind {
  /// The values that it selects.
  fileprivate var values: [String] {
    if case .by(_, let values?) = self { values.map(\.text) } else { [] }
  }
}

extension NameRole {
  fileprivate var kind: Candidate.Kind {
    switch self {
    case .event: .event
    case .funnel: .funnel
    case .property: .property
    case .column, .newColumn, .answer, .newAnswer, .parameter, .file: .word
    }
  }
}
