internal import Logging
internal import MPQAPI

/// What the log keeps of one request.
///
/// It has the names of parameters but no value, and only the beginning of the key, so that nobody
/// can send a request again who reads the log.
struct AccessRecord {
  var method: String
  var target: RequestGate.Target
  var reply: Reply
  var duration: Duration

  /// The most bytes of a client's own text that are kept.
  private static let textLimit = 100

  /// Every value is one word.
  var metadata: Logger.Metadata {
    let items = (try? QueryCodec.decode(target.query)) ?? []
    var metadata: Logger.Metadata = [
      "method": "\(Self.word(method))",
      "path": "\(Self.word(target.path))",
      "status": "\(reply.status)",
      "bytes": "\(reply.body.count)",
      "ms": "\(Self.milliseconds(duration))",
    ]
    let names = items.map(\.name).filter(Self.isKnown)
    if !names.isEmpty { metadata["parameters"] = "\(names.joined(separator: ","))" }
    if let key = items.first(where: { $0.name == Signature.Name.key })?.value {
      metadata["key"] = "\(Self.shortened(key))"
    }
    return metadata
  }

  // An unknown name may be a misplaced value.
  private static func isKnown(_ name: String) -> Bool {
    let common = [
      Signature.Name.key, Signature.Name.expiry, Signature.Name.signature, Signature.Name.callback,
    ]
    return (common + Parameter.Name.allCases.map(\.rawValue)).contains {
      $0.utf8.elementsEqual(name.utf8)
    }
  }

  /// `text` with everything escaped that is not a visible ASCII character, and not too long.
  static func word(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.prefix(textLimit).flatMap { byte -> [UInt8] in
      (0x21...0x7e).contains(byte)
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    let end = text.utf8.count > textLimit ? "..." : ""
    return String(decoding: bytes, as: UTF8.self) + end
  }

  /// The first characters of `key`, at most four and at most half of it.
  static func shortened(_ key: String) -> String {
    word(String(key.prefix(min(4, key.count / 2)))) + "..."
  }

  /// Milliseconds with three decimals.
  static func milliseconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = Int(clamping: attoseconds / 1_000_000_000_000)
    let whole = Int(clamping: seconds) * 1000 + microseconds / 1000
    let decimals = String(microseconds % 1000 + 1000).dropFirst()
    return "\(whole).\(decimals)"
  }
}
