/// The forms in which answers are written.
///
/// Every format is UTF-8 and ends its lines with LF. Several answers in one output are separated by
/// an empty line, except in JSON, where they are the elements of an array.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// A box for people, or the chart of `| chart`: it fits the terminal, and shows window and notes
  /// below.
  case table
  /// RFC 4180 except for its line ends: a header, then the rows.
  ///
  /// A null is an empty field; the empty text is `""`. A NUL becomes U+FFFD, since most readers
  /// stop there; other control characters are data, in quotes.
  case csv
  /// Fields with tabs between them, spelled as PostgreSQL's COPY does.
  ///
  /// Tab, newline, carriage return and backslash are `\t`, `\n`, `\r` and `\\`; a null is `\N`. A
  /// NUL becomes U+FFFD.
  case tsv
  /// One object per answer: query, columns, rows, window and notes.
  case json
  /// One object per row; its names are those of the columns.
  case ndjson
  /// A table of GitHub's Markdown.
  case markdown
}

extension OutputFormat {
  /// The format that the extension of a file name means.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    switch path[path.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv": self = .tsv
    case "json": self = .json
    case "ndjson", "jsonl": self = .ndjson
    case "md", "markdown": self = .markdown
    default: return nil
    }
  }

  /// Whether a file name needs no explicit format: its extension names one, or is `.txt` or
  /// missing.
  public static func hasMeaning(path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return true }
    return name[dot...].lowercased() == ".txt" || OutputFormat(path: path) != nil
  }
}
