/// Texts made safe to show: whatever a source or a server wrote, a terminal gets no orders.
public enum Visible {
  /// `text` with each character that is not seen, or that orders a terminal about, spelled as
  /// the escape that a string of the language would use: `\u{1B}`.
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

  /// Whether `scalar` must not reach a screen as it is: controls, line separators, blanks of no
  /// width, and marks that turn the direction of the text.
  ///
  /// The two joiners are left alone: Persian words and emoji are written with them.
  public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F: true
    case 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xE0000...0xE007F: true
    default: false
    }
  }

  /// `\u{1B}` for escape, and so on.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}
