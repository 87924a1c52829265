import MPQ

/// What can be put in at a place of a text.
package struct Completion: Sendable {
  /// The stretch that is replaced, in bytes of UTF-8; it ends at the cursor.
  package var range: Range<Int>
  /// What can stand there, the best first; at most ``Completer/candidateLimit``.
  package var candidates: [Candidate] = []
  /// The number of all that could stand there, which may be more.
  package var total = 0
  /// The lists of names that could be offered and are not known: worth asking for.
  package var wanted: [NameRequest] = []
  /// The only thing that was meant, as far as that can be told: what alone begins with what was
  /// typed, or what alone matches it where nothing begins with it.
  var decided: Candidate?
  /// What everything begins with that begins with what was typed, as it is written; `nil` where
  /// that is not more than what was typed.
  package var shared: String?

  /// Nothing, at `place`.
  package static func nothing(at place: Int) -> Completion { Completion(range: place..<place) }
}

/// One text that can stand at a place.
package struct Candidate: Equatable, Sendable {
  /// What a candidate is.
  package enum Kind: Hashable, Sendable {
    case word, sign, number
    case event, funnel, property, value
    case command, file
  }

  /// What it is.
  package var kind: Kind
  /// What is meant: the name without quotes and escapes.
  package var text: String
  /// What is written for it.
  var insertion: String
  /// What follows when the candidate is chosen: a blank, or nothing.
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
