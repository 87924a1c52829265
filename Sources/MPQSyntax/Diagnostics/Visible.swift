/// Makes texts from outside safe to show on a terminal.
public enum Visible {
  /// `text` with each invisible or control character spelled as the escape that a string of the
  /// language would use: `\u{1B}`.
  public static func text(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isHidden(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// `text` made visible and cut to what fits in a sentence: 60 characters, the rest as `…`.
  public static func excerpt(_ text: String) -> String {
    let limit = 60
    // One character may have any number of marks on it, so those are counted too.
    let scalars = text.unicodeScalars.prefix(4 * limit)
    let whole = Visible.text(String(String.UnicodeScalarView(scalars)))
    guard whole.count > limit || scalars.endIndex < text.endIndex else { return whole }
    return whole.prefix(limit - 1) + "…"
  }

  /// Whether `scalar` must be escaped on a terminal: controls, line separators, and whatever is
  /// invisible or changes the direction of the text.
  ///
  /// The joiners and the variation selectors are kept, although they are invisible too:
  /// Persian words, emoji and rare forms of Han characters are written with them.
  public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0xFFF9...0xFFFB: true
    case 0x20..<0x7F, 0x200C...0x200D: false
    default:
      scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
    }
  }

  /// `\u{1B}` for escape, and so on.
  public static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}
