/// The forms in which answers are written.
///
/// Every format is UTF-8 and ends its lines with LF. Several answers in one output are separated by
/// an empty line, except in JSON, where they are the elements of an array.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// A box for people: it fits the terminal, and shows window and notes below.
  case table
  /// RFC 4180 but for its line ends: a header, then the rows.
  ///
  /// A null is an empty field; the empty text is `""`. A NUL becomes U+FFFD, since most readers
  /// end there; other control characters are data, in quotes.
  case csv
  /// Fields with tabs between them, spelled as PostgreSQL's COPY does.
  ///
  /// Tab, newline, carriage return and backslash are `\t`, `\n`, `\r` and `\\`; a null is `\N`. A
  /// NUL becomes U+FFFD.
  case tsv
  /// One object an answer: query, columns, rows, window and notes.
  case json
  /// One object a row; its names are those of the columns, repeated ones with `_2`, `_3`, ...
  case ndjson
  /// A table of GitHub's Markdown.
  case markdown
}
