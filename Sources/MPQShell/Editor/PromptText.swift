/// A prompt with marked escape sequences, which the editor does not count as columns.
struct PromptText: Equatable {
  /// The prompt for libedit, with U+0001 around each run of sequences.
  let marked: [Unicode.Scalar]
  /// The visible part.
  let seen: [Unicode.Scalar]

  /// Marks the sequences of `prompt`; other control characters are left out.
  init(_ prompt: String) {
    var marked: [Unicode.Scalar] = []
    var seen: [Unicode.Scalar] = []
    var isMarking = false
    var rest = Array(prompt.unicodeScalars)[...]
    while let scalar = rest.first {
      let length = Self.sequenceLength(of: rest)
      let isSequence = length > 0
      if !isSequence && scalar.properties.generalCategory == .control {
        rest.removeFirst()
        continue
      }
      if isSequence != isMarking {
        marked.append(Self.mark)
        isMarking = isSequence
      }
      marked += rest.prefix(max(1, length))
      if !isSequence { seen.append(scalar) }
      rest = rest.dropFirst(max(1, length))
    }
    if isMarking {
      // libedit drops a sequence at the very end.
      marked += [Self.mark, " "]
      seen.append(" ")
    }
    self.marked = marked
    self.seen = seen
  }

  private static let mark: Unicode.Scalar = "\u{1}"

  /// The scalars of the control sequence (ECMA-48, section 5.4) that `text` begins with, or 0.
  private static func sequenceLength(of text: ArraySlice<Unicode.Scalar>) -> Int {
    guard text.starts(with: ["\u{1b}", "["]) else { return 0 }
    let parameters = text.dropFirst(2).prefix { (0x20...0x3f).contains($0.value) }
    guard parameters.endIndex < text.endIndex,
      (0x40...0x7e).contains(text[parameters.endIndex].value)
    else { return 0 }
    return parameters.count + 3
  }
}
