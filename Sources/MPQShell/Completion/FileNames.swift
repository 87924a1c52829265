import MPQSyntax

/// Completes file names as commands write them: bare, or in quotes if they contain blanks.
package struct FileNames: Sendable {
  /// A file or a folder in a folder.
  package struct Entry: Sendable {
    /// Its name, without its folder.
    package var name: String
    /// Whether it is a folder.
    var isFolder: Bool

    /// The entry called `name`.
    package init(_ name: String, isFolder: Bool = false) {
      self.name = name
      self.isFolder = isFolder
    }
  }

  private let list: @Sendable (String) -> [Entry]

  /// Completes from the entries that `list` returns.
  ///
  /// - Parameter list: The entries of a folder, in any order: of the empty text for the folder that
  ///   the shell runs in, else of a path as it was typed, such as `~/reports/`.
  init(list: @escaping @Sendable (String) -> [Entry]) {
    self.list = list
  }

  /// The path of a file argument, which is bare or in quotes, closed or not.
  package static func path(of argument: String) -> String { Argument(argument).text }

  /// The completion of the argument at the end of a text.
  ///
  /// - Parameters:
  ///   - argument: The typed part of the argument, with its opening quote if it has one.
  ///   - place: Where it begins, in bytes of the text.
  ///   - addsBlank: Whether a blank follows a file that is chosen.
  ///   - needsQuotes: Whether a file is always written in quotes, as in a statement.
  ///   - isClosed: Whether the quote is closed after the place.
  /// - Returns: Paths of files, and of folders with a trailing `/`; hidden ones only if a dot is
  ///   typed.
  package func completion(
    of argument: String, at place: Int, addsBlank: Bool = true, needsQuotes: Bool = false,
    isClosed: Bool = false
  ) -> Completion {
    let typed = Argument(argument)
    let quote = typed.quote ?? (needsQuotes ? .double : nil)
    var completion = Completion(range: place..<place + argument.utf8.count)
    guard !typed.isClosed else { return .nothing(at: place + argument.utf8.count) }
    let end = typed.text.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { String(typed.text[...$0]) } ?? ""
    let showsHidden = typed.text.dropFirst(folder.count).first == "."
    let paths = list(folder)
      .filter { showsHidden || !$0.name.hasPrefix(".") }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      .map { folder + $0.name + ($0.isFolder ? "/" : "") }
    let pool = CandidatePool(
      NameList(paths), of: .file, matching: typed.text,
      written: Spelling(form: .file, quote: quote, isClosed: isClosed))
    CandidateSearch(pools: [pool], limit: Completer.candidateLimit, addsBlank: addsBlank)
      .run(into: &completion)
    return completion
  }

  /// An argument read as a command reads it.
  private struct Argument {
    let text: String
    let quote: Name.Quote?
    /// Whether it has its closing quote.
    let isClosed: Bool

    init(_ written: String) {
      // By scalars: the first letter of a name may be a mark, which joins the quote before it.
      guard let first = written.unicodeScalars.first,
        let quote = Name.Quote(rawValue: String(first)),
        let source = try? SourceText(written)
      else {
        text = written
        quote = nil
        isClosed = false
        return
      }
      let context = CompletionContext(of: source, at: written.utf8.count)
      let isOpen = context.word.quote != nil
      self.quote = quote
      isClosed = !isOpen
      text = isOpen ? context.word.text : Name.text(ofString: written) ?? written
    }
  }
}
