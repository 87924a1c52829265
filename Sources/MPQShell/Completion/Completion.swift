import MPQ

/// What can be inserted at a place of a text.
package struct Completion: Sendable {
  /// The replaced range, in bytes of UTF-8; it ends at the cursor.
  package var range: Range<Int>
  /// The candidates, the best first; at most ``Completer/candidateLimit``.
  package var candidates: [Candidate] = []
  /// The number of all candidates, which may be more.
  package var total = 0
  /// The lists of names that could be offered but are not known yet.
  package var wanted: [NameRequest] = []
  /// The unambiguous candidate: the only one that begins with the typed text, or the only match if
  /// none begins with it.
  var decided: Candidate?
  /// The common beginning, as written, of all candidates that begin with the typed text; `nil` if
  /// it is not longer than the typed text.
  package var shared: String?

  /// Nothing, at `place`.
  package static func nothing(at place: Int) -> Completion { Completion(range: place..<place) }
}

/// One candidate of a completion.
package struct Candidate: Equatable, Sendable {
  /// What a candidate is.
  package enum Kind: Hashable, Sendable {
    case word, sign, number
    case event, funnel, property, value, column
    case command, file
  }

  /// What it is.
  package var kind: Kind
  /// The name without quotes and escapes.
  package var text: String
  /// The text to insert.
  var insertion: String
  /// What is inserted after it: a blank, or nothing.
  var trailer: String

  /// The text as a terminal may show it.
  package var label: String { visible(text) }

  /// Compares texts by their bytes.
  package static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind && left.trailer == right.trailer
      && left.text.utf8.elementsEqual(right.text.utf8)
      && left.insertion.utf8.elementsEqual(right.insertion.utf8)
  }
}
