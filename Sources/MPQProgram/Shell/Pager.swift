import MPQFiles

/// The program that shows long answers; `PAGER` and `LESS` choose it as in git.
struct Pager: Equatable {
  /// The shell command.
  var command: String
  /// Its name in messages.
  var title: String
  /// Whether it supports the escape sequences of colours.
  var takesColors: Bool
  /// Additional environment variables.
  var variables: [String: String] = [:]

  /// The pager of `environment`; `nil` if `PAGER` is blank, which turns paging off.
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
    // Whether a compound command supports colours is unknown.
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
        // The rest of the word is the value of these options.
        if "DkoOpPtT\"".contains(letter) { return false }
      }
      return false
    }
  }

  /// `text`, without colours if the pager does not support them.
  ///
  /// Names in `text` are escaped, so it has no other escape sequences.
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
