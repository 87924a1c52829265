import MPQSyntax

/// Makes every character of a text visible.
///
/// Control characters, those that change the direction of the text or take no space, and unassigned
/// ones become escapes of the language, such as `\u{1B}`.
///
/// Names and values come from outside and must not reach a terminal unescaped. Backslashes are
/// kept, so that a visible text stays the same when it is made visible again.
///
/// - Parameters:
///   - text: Any text.
///   - keepingLines: Whether newlines are kept, not written as `\n`.
/// - Returns: The same text with escapes.
public func visible(_ text: String, keepingLines: Bool = false) -> String {
  if text.isPrintableASCII { return text }
  return VisibleText.rewrite(text) { scalar, result in
    if keepingLines && scalar == "\n" {
      result.append(scalar)
    } else {
      result.append(contentsOf: VisibleText.escape(scalar).unicodeScalars)
    }
  }
}

/// Makes a value visible so that no two values look alike: as ``visible(_:keepingLines:)`` does,
/// and with each backslash doubled, as between quotes in a query.
func visibleValue(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "\\")) else { return visible(text) }
  return VisibleText.rewrite(text, hidingBackslashes: true) { scalar, result in
    result.append(contentsOf: VisibleText.escape(scalar).unicodeScalars)
  }
}

/// Finds invisible characters in a text.
enum VisibleText {
  /// Copies `text`, and calls `replace` for every scalar that is not visible.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - hidingBackslashes: Whether backslashes are replaced too.
  ///   - replace: Appends the replacement of the scalar.
  /// - Returns: The rewritten text.
  static func rewrite(
    _ text: String, hidingBackslashes: Bool = false,
    replacing replace: (Unicode.Scalar, inout String.UnicodeScalarView) -> Void
  ) -> String {
    var result = String.UnicodeScalarView()
    var emoji = EmojiSequence()
    // A combining mark needs a letter before it, not a table's border or an escape.
    var hasLetter = false
    text.forEachScalar { scalar, next in
      let role = emoji.role(of: scalar, before: next)
      let isShown =
        role == .plain
        ? scalar.isSeen(afterLetter: hasLetter) && !(hidingBackslashes && scalar == "\\") : true
      if isShown { result.append(scalar) } else { replace(scalar, &result) }
      hasLetter = isShown && scalar != " "
    }
    return String(result)
  }

  /// The escape of `scalar` between the quotes of a query.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\\": "\\\\"
    default: Visible.escape(scalar)
    }
  }
}

extension String {
  /// Calls `body` with each scalar and the one that follows it, which is `nil` for the last.
  @inline(__always)
  func forEachScalar(_ body: (Unicode.Scalar, Unicode.Scalar?) -> Void) {
    var scalars = unicodeScalars.makeIterator()
    var current = scalars.next()
    while let scalar = current {
      current = scalars.next()
      body(scalar, current)
    }
  }

  /// Whether all characters are from blank to tilde.
  var isPrintableASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } }
}

extension Unicode.Scalar {
  /// Whether a terminal shows the scalar separately, or on the letter before it.
  fileprivate func isSeen(afterLetter hasLetter: Bool) -> Bool {
    switch value {
    case 0x20..<0x7f: return true
    case 0xa1..<0x300 where value != 0xad: return true
    // Vowels and final consonants of Hangul take no space of their own.
    case 0x1160...0x11ff, 0xd7b0...0xd7ff:
      return hasLetter && !properties.isDefaultIgnorableCodePoint
    default: break
    }
    // In addition to what is always hidden: selectors and joiners, which are visible in emoji only.
    if Visible.isHidden(self) || properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .format, .surrogate, .unassigned: return false
    case .nonspacingMark, .enclosingMark, .spacingMark: return hasLetter
    default: return true
    }
  }
}
