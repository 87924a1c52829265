/// The class of a character outside of ASCII, outside of strings and comments.
enum ScalarClass: Equatable {
  /// Part of a bare word, such as `ö`, `日` and `🎉`.
  case wordPart
  /// A blank of some width, such as the no-break space.
  case blank
  /// A character that an editor or a keyboard inserts instead of the ASCII character.
  case lookalike(String)
  /// Nothing to be seen: a mistake or a trick.
  case invisible

  init(_ scalar: Unicode.Scalar) {
    if Visible.isHidden(scalar) {
      self = .invisible
    } else if let ascii = Self.asciiTwin(of: scalar) {
      self = .lookalike(ascii)
    } else if scalar.properties.generalCategory == .spaceSeparator {
      self = .blank
    } else {
      self = .wordPart
    }
  }

  private static func asciiTwin(of scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "“", "”", "„", "‟", "«", "»", "‘", "’", "‚", "‛", "＂", "＇", "「", "」": "\""
    case "‐", "‑", "‒", "–", "—", "−", "－": "-"
    case "，", "、": ","
    case "；": ";"
    case "（": "("
    case "）": ")"
    case "｜": "|"
    case "＝": "="
    case "：": ":"
    default: nil
    }
  }
}
