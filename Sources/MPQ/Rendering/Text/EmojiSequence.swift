/// Walks over the scalars of a text and finds those that belong to an emoji of several scalars
/// (Unicode Technical Standard #51, section 1.4.9).
struct EmojiSequence {
  /// The role of a scalar in its context.
  enum Role {
    /// Has no effect on others.
    case plain
    /// Chooses how the pictograph before it is drawn: U+FE0E or U+FE0F.
    case presentation
    /// Tints the pictograph before it.
    case tint
    /// Joins the pictographs on its two sides: U+200D.
    case joiner
    /// Is drawn into the pictograph before it.
    case joined
  }

  /// The pictograph that the next scalar may change.
  private var base: Unicode.Scalar?
  // Each change applies once: a repeated one has no effect and is not part of the emoji.
  private var isPresented = false
  private var isTinted = false
  private var isAfterJoiner = false

  /// The role of `scalar`, which follows the scalars of earlier calls and precedes `next`.
  mutating func role(of scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Role {
    if isAfterJoiner {
      begin(with: scalar)
      return .joined
    }
    if let base {
      switch scalar.value {
      case 0xfe0e...0xfe0f where !isPresented:
        isPresented = true
        return .presentation
      case 0x1f3fb...0x1f3ff where !isTinted && base.properties.isEmojiModifierBase:
        isTinted = true
        return .tint
      case 0x200d where base.isPictograph && next?.isPictograph == true:
        isAfterJoiner = true
        return .joiner
      default: break
      }
    }
    begin(with: scalar)
    return .plain
  }

  private mutating func begin(with scalar: Unicode.Scalar) {
    base = scalar.isPictograph || scalar.isKeycapBase ? scalar : nil
    isPresented = false
    isTinted = false
    isAfterJoiner = false
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is an emoji on its own; digits, letters of flags and tints are not.
  var isPictograph: Bool {
    switch value {
    case 0x1f1e6...0x1f1ff, 0x1f3fb...0x1f3ff: false
    case 0xa9, 0xae, 0x203c...0x3299, 0x1f000...0x1ffff: properties.isEmoji
    default: false
    }
  }

  /// `#`, `*` or a digit, which U+FE0F and U+20E3 put on a key.
  fileprivate var isKeycapBase: Bool {
    value < 0x3a && properties.isEmoji
  }
}
