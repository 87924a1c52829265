package import MPQAPI
import MPQCompiler
import MPQSyntax

/// Finds the completions at a place of the typed text.
///
/// It has no grammar: the parser reports what it expects at the place, the compiler which clauses
/// the query still takes, and the names are those of the project.
package struct Completer: Sendable {
  /// The greatest number of candidates of one completion.
  static let candidateLimit = 500

  /// How much the names of one kind have been used, for those that were used.
  package typealias Usage = @Sendable (Candidate.Kind) -> [ByteText: Double]
  /// Reads the text before the cursor as a command of the shell; `nil` if it is not one.
  package typealias Commands = @Sendable (String) -> CommandPart?

  let names: KnownNames
  let usage: Usage
  private let commands: Commands
  private let files: FileNames?

  /// A completer.
  ///
  /// - Parameters:
  ///   - names: The names that are known now.
  ///   - usage: How much names have been used; the more, the earlier they are offered.
  ///   - commands: Reads a line that is a command.
  ///   - files: Completes the file names of commands.
  package init(
    names: KnownNames, usage: @escaping Usage = { _ in [:] },
    commands: @escaping Commands = { _ in nil }, files: FileNames? = nil
  ) {
    self.names = names
    self.usage = usage
    self.commands = commands
    self.files = files
  }

  /// The completion at `cursor`.
  ///
  /// - Parameters:
  ///   - text: The typed text: statements, of which only that at the cursor counts, or one
  ///     command.
  ///   - cursor: A place in bytes of UTF-8; one inside a character counts as the one before it.
  /// - Returns: The candidates; none where nothing is known.
  package func completion(of text: String, at cursor: Int) -> Completion {
    let bytes = text.utf8
    var place = bytes.index(bytes.startIndex, offsetBy: min(max(cursor, 0), bytes.count))
    while place < bytes.endIndex, place > bytes.startIndex, bytes[place] & 0xC0 == 0x80 {
      bytes.formIndex(before: &place)
    }
    let end = bytes.distance(from: bytes.startIndex, to: place)
    let next = place < bytes.endIndex ? bytes[place] : nil
    let addsBlank = next != UInt8(ascii: " ")
    let before = String(decoding: bytes[..<place], as: UTF8.self)
    switch commands(before) {
    case nil: return query(Array(bytes)[...], at: end, addsBlank: addsBlank)
    case .query(let from):
      let start = min(max(from, 0), end)
      return query(Array(bytes)[start...], at: end, addsBlank: addsBlank)
    case .words(let words, let from):
      return command(words, before, from: from, addsBlank: addsBlank)
    case .file(let from):
      let start = min(max(from, 0), end)
      let typed = String(decoding: before.utf8.dropFirst(start), as: UTF8.self)
      return files?.completion(of: typed, at: start, addsBlank: addsBlank) ?? .nothing(at: end)
    case .nothing: return .nothing(at: end)
    }
  }

  private func command(
    _ words: [String], _ before: String, from: Int, addsBlank: Bool
  ) -> Completion {
    let end = before.utf8.count
    let start = min(max(from, 0), end)
    let typed = String(decoding: before.utf8.dropFirst(start), as: UTF8.self)
    var completion = Completion(range: start..<end)
    let pool = CandidatePool(
      NameList(words), of: .command, matching: typed, written: Spelling(form: .word))
    CandidateSearch(pools: [pool], limit: Self.candidateLimit, addsBlank: addsBlank)
      .run(into: &completion)
    return completion
  }

  /// The completion in `bytes`, the end of the text from the start of a query.
  private func query(_ bytes: ArraySlice<UInt8>, at cursor: Int, addsBlank: Bool) -> Completion {
    guard let source = try? SourceText(bytes: Array(bytes), name: "<prompt>") else {
      return .nothing(at: cursor)
    }
    // A text drops its byte order mark, and its offsets count from after it.
    let start = bytes.startIndex + bytes.count - source.bytes.count
    guard cursor >= start else { return .nothing(at: cursor) }
    let context = CompletionContext(of: source, at: cursor - start)
    if let files, context.expectations.contains(.file) {
      return files.completion(
        of: source[context.word.span], at: context.word.span.lower + start, addsBlank: addsBlank,
        needsQuotes: true, isClosed: context.word.isClosed)
    }
    let offer = ExpectedNames(context, in: source, for: self)
    var completion = Completion(
      range: offer.start + start..<context.word.span.upper + start)
    completion.wanted = offer.wanted
    CandidateSearch(pools: offer.pools, limit: Self.candidateLimit, addsBlank: addsBlank)
      .run(into: &completion)
    return completion
  }
}
