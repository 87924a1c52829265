import MPQAPI

@testable import MPQShell

/// A project with few names, and a line with a cursor in it.
enum Example {
  static let names = KnownNames([
    .events: NameList([
      "signup", "play song", "log in", "Signup done", "it's", "days", "größe", "signOut",
      "404 page",
    ]),
    .funnels: NameList(["Signup flow", "Signup", "Invite", "Purchase \"now\""]),
    .propertiesOfEvent(ByteText("signup")): NameList(["referrer", "plan", "in"]),
    .propertiesOfEvent(ByteText("play song")): NameList(["genre", "plan"]),
    .propertiesOfFunnel(ByteText("Signup flow")): NameList(["browser", "source"]),
    .values(property: ByteText("plan"), event: ByteText("signup")): NameList([
      "free", "pro, yearly", "2011", "",
    ]),
  ])

  /// The completion of `completer` at `|` in `line`.
  static func complete(
    _ line: String, _ completer: Completer = Completer(names: names)
  ) -> (completion: Completion, text: String) {
    let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts.joined()
    return (completer.completion(of: text, at: parts[0].utf8.count), text)
  }

  /// `line` after Tab at `|`; a new `|` marks the cursor.
  static func tab(_ line: String, _ completer: Completer = Completer(names: names)) -> String {
    let (completion, text) = complete(line, completer)
    guard let replacement = TabResponse(completion, width: 80).replacement else { return line }
    let bytes = text.utf8
    return String(decoding: bytes.prefix(replacement.range.lowerBound), as: UTF8.self)
      + replacement.text + "|"
      + String(decoding: bytes.dropFirst(replacement.range.upperBound), as: UTF8.self)
  }
}
