import MPQFiles

/// The program that shows long answers, as `PAGER` and `LESS` choose it; the rules are git's.
struct Pager: Equatable {
  /// A line of the shell's language.
  var command: String
  /// What messages call it.
  var title: String
  /// Whether it shows colours, and not their escape sequences as text.
  var takesColors: Bool
  /// Variables that it gets in addition.
  var variables: [String: String] = [:]

  /// The pager of `environment`; `nil` where `PAGER` is set and blank: then nothing pages.
  init?(_ environment: Environment) {
    let less = environment["LESS"]
    if less == nil { variables["LESS"] = "FRX" }
    guard let pager = environment.valueIfSet("PAGER") else {
      command = "command -v less >/dev/null 2>&1 && exec less -RFX; exec cat"
      (title, takesColors) = ("less", true)
      return
    }
    let words = pager.split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return nil }
    (command, title) = (pager, pager)
    // A line with more than one command in it may do anything.
    guard !pager.contains(where: { "|;&<>`$()".contains($0) }) else {
      takesColors = false
      return
    }
    switch words.first?.split(separator: "/").last {
    case "cat": takesColors = true
    case "less":
      takesColors =
        less == nil || Self.isRaw(less ?? "") || words.dropFirst().contains { Self.isRaw($0) }
    default: takesColors = false
    }
  }

  /// Whether options of less contain `-R` or `-r`, which pass colours through.
  private static func isRaw(_ options: some StringProtocol) -> Bool {
    options.split(whereSeparator: \.isWhitespace).contains { word in
      if word.hasPrefix("--") {
        return "--raw-control-chars".hasPrefix(word.lowercased()) && word.count > 3
      }
      for letter in word {
        if "Rr".contains(letter) { return true }
        // What follows these letters is a text of theirs.
        if "DkoOpPtT\"".contains(letter) { return false }
      }
      return false
    }
  }

  /// `text` without the sequences of colours, where the pager does not take them.
  ///
  /// Names hold no Escape, so that there are no other sequences.
  func accepted(_ text: [UInt8]) -> [UInt8] {
    guard !takesColors else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text[...]
    while let escape = rest.firstIndex(of: 0x1b) {
      result += rest[..<escape]
      rest = rest[escape...].drop { $0 != UInt8(ascii: "m") }.dropFirst()
    }
    return result + rest
  }
}
