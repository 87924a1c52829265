/// Checks the Basic authentication of the Query API and of the raw export (RFC 7617).
///
/// A service account sends the key as user name and the secret as password. A project secret stands
/// alone, as user name with an empty password, or without the colon.
package struct BasicCheck: Sendable {
  /// Which pair a client sent.
  package enum Kind: Sendable {
    case serviceAccount, projectSecret
  }

  /// A pair that is right.
  package struct Passed: Sendable {
    /// The key.
    package let key: String
    /// Which pair it is.
    package let kind: Kind
  }

  /// The refusal of a missing or wrong pair.
  package static let refusal = QueryRefusal(
    401,
    "Unauthorized: send a key and its secret as the user name and password of a service account, "
      + "or a secret alone as the project secret")

  /// The most bytes of a header that are read.
  private static let headerLimit = 4096

  private let accounts: [Credentials]

  /// Accepts the secrets of `accounts`.
  package init(accounts: [Credentials]) {
    self.accounts = accounts
  }

  /// Checks `header`, the value of an Authorization header; `nil` for a request without one.
  ///
  /// All secrets are compared, each as a whole, so that the time does not depend on which of them
  /// is right, or on how much of one.
  ///
  /// - Throws: ``refusal``.
  package func check(_ header: String?) throws(QueryRefusal) -> Passed {
    guard let header, let pair = Self.pair(in: header) else { throw Self.refusal }
    let isAlone = pair.password.isEmpty
    let secret = isAlone ? pair.user : pair.password
    var passed: Passed?
    for account in accounts {
      let isRight = account.secret.isEqual(to: secret)
      let isKnown = isAlone || account.key.utf8.elementsEqual(pair.user)
      if isRight && isKnown {
        passed = Passed(key: account.key, kind: isAlone ? .projectSecret : .serviceAccount)
      }
    }
    guard let passed else { throw Self.refusal }
    return passed
  }

  /// User name and password of a header; `nil` if it has none.
  private static func pair(
    in header: String
  ) -> (user: ArraySlice<UInt8>, password: ArraySlice<UInt8>)? {
    let scheme = "basic "
    let bytes = Array(header.utf8)
    guard bytes.count <= headerLimit,
      String(decoding: bytes.prefix(scheme.utf8.count), as: UTF8.self).lowercased() == scheme
    else { return nil }
    let rest = bytes.dropFirst(scheme.utf8.count).drop { $0 == 0x20 }
    let colon = UInt8(ascii: ":")
    // The service also takes the pair as it is. A colon is not a digit of base 64.
    guard let decoded = rest.contains(colon) ? Array(rest) : Base64.decode(rest) else { return nil }
    let end = decoded.firstIndex(of: colon) ?? decoded.endIndex
    return (decoded[..<end], decoded[end...].dropFirst())
  }
}

/// Base 64 (RFC 4648, section 4).
enum Base64 {
  /// The bytes that `text` stands for, with or without its padding; `nil` if it is not base 64.
  static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits = text
    while digits.last == UInt8(ascii: "="), text.count - digits.count < 2 { digits.removeLast() }
    guard digits.count % 4 != 1, digits.endIndex == text.endIndex || text.count % 4 == 0 else {
      return nil
    }
    var (bits, count): (UInt32, Int) = (0, 0)
    var bytes: [UInt8] = []
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

extension Secret {
  /// Whether `other` has the same bytes, in a time that does not depend on how many are the same.
  func isEqual(to other: ArraySlice<UInt8>) -> Bool {
    var difference = bytes.count ^ other.count
    for (index, byte) in other.enumerated() {
      difference |= Int(byte ^ bytes[index % bytes.count])
    }
    return difference == 0
  }
}
