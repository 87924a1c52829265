import MPQAPI

/// The index of a list of names: their lower-case bytes, one name after another, and the letters of
/// each name, which exclude most names without reading them.
struct NameIndex: Sendable {
  /// All names in lower case, as UTF-8.
  private(set) var bytes: [UInt8] = []
  /// For each byte whether a word begins with it.
  private(set) var beginsWord: [Bool] = []
  /// The start of each name in `bytes`, and the end of the last one.
  private(set) var starts: [Int] = [0]
  /// The letters of each name.
  private(set) var letters: [LetterSet] = []
  /// The first letters of the words of each name.
  private(set) var initials: [LetterSet] = []
  /// The names that no query can contain: those with a NUL, and those that are too long.
  private(set) var unwritable: Set<Int> = []
  private var places: [ByteText: Int] = [:]

  /// The longest name that is offered, in bytes.
  static let nameLimit = 1 << 14

  init(_ names: [String]) {
    places.reserveCapacity(names.count)
    starts.reserveCapacity(names.count + 1)
    letters.reserveCapacity(names.count)
    initials.reserveCapacity(names.count)
    bytes.reserveCapacity(names.count * 24)
    beginsWord.reserveCapacity(names.count * 24)
    for (place, name) in names.enumerated() {
      places[ByteText(name)] = place
      append(name, at: place)
    }
  }

  /// The index of `name` in the list; `nil` if it is not there.
  func place(of name: String) -> Int? { places[ByteText(name)] }

  /// The bytes of the name at `place`.
  func range(of place: Int) -> Range<Int> { starts[place]..<starts[place + 1] }

  private mutating func append(_ name: String, at place: Int) {
    let isLong = name.utf8.count > Self.nameLimit
    if isLong || name.utf8.contains(0) { unwritable.insert(place) }
    var all = LetterSet()
    var first = LetterSet()
    var before = Letter.sign
    var beforeThat = Letter.sign
    for scalar in isLong ? "".unicodeScalars : name.unicodeScalars {
      let letter = Letter(scalar)
      let start = bytes.count
      Folding.append(scalar, to: &bytes)
      beginsWord.append(contentsOf: repeatElement(false, count: bytes.count - start))
      for byte in bytes[start...] { all.insert(byte) }
      // `Signup flow`, `signUp`, `sign_up`, `step2`, and `HTTPError`, which has two words.
      if letter != .sign, letter.begins(after: before) {
        beginsWord[start] = true
        first.insert(bytes[start])
      } else if letter == .small, before == .capital, beforeThat == .capital,
        let last = bytes[..<start].lastIndex(where: { $0 & 0xC0 != 0x80 })
      {
        beginsWord[last] = true
        first.insert(bytes[last])
      }
      (beforeThat, before) = (before, letter)
    }
    starts.append(bytes.count)
    letters.append(all)
    initials.append(first)
  }
}

/// An approximate set of lower-case bytes: some letters share a bit, so there are false positives
/// but no false negatives.
struct LetterSet: Sendable {
  private var bits: UInt64 = 0

  init() {}

  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { insert(byte) }
  }

  mutating func insert(_ byte: UInt8) { bits |= Self.bit(of: byte) }

  func contains(_ byte: UInt8) -> Bool { bits & Self.bit(of: byte) != 0 }

  /// The number of bits of this set that `other` lacks.
  func missing(in other: LetterSet) -> Int { (bits & ~other.bits).nonzeroBitCount }

  private static func bit(of byte: UInt8) -> UInt64 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 1 << UInt64(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 1 << UInt64(byte - UInt8(ascii: "0") + 26)
    default: 1 << UInt64(byte % 28 + 36)
    }
  }
}

/// Lower-case texts, scalar by scalar, so that a prefix stays a prefix.
enum Folding {
  /// The UTF-8 of `text` in lower case.
  static func bytes(of text: some StringProtocol) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    return bytes
  }

  /// Appends the UTF-8 of `scalar` in lower case.
  static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.value {
    case 0x41...0x5A: bytes.append(UInt8(scalar.value) | 0x20)
    case 0..<0x80: bytes.append(UInt8(scalar.value))
    default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }
}

/// The role of a scalar in the words of a name.
private enum Letter {
  case sign, digit, small, capital

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39: self = .digit
    case 0x41...0x5A: self = .capital
    // `it's` is one word.
    case 0x61...0x7A, 0x27, 0x2019: self = .small
    case 0..<0x80: self = .sign
    default:
      if scalar.properties.isUppercase {
        self = .capital
      } else {
        self = scalar.properties.isAlphabetic ? .small : .sign
      }
    }
  }

  /// Whether a word begins with this letter after `other`.
  func begins(after other: Letter) -> Bool {
    switch self {
    case .sign: false
    case .digit: other != .digit
    case .small: other == .sign
    case .capital: other != .capital
    }
  }
}
