/// Reads small JSON documents (RFC 8259) into trees, strictly: UTF-8 only, no duplicate names,
/// limited depth, at most ``Limits/treeValues`` values, nothing after the value.
public enum JSONReader {
  /// Why a text is not read.
  public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words.
    public var reason: String
    /// The byte at which it is wrong, from 0.
    public var offset: Int

    /// What is wrong and where.
    public var description: String { "\(reason) at byte \(offset)" }
  }

  /// Reads the one value that `bytes` hold.
  ///
  /// - Throws: ``Problem``, the first one met.
  public static func read(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
    try read(bytes[...])
  }

  /// Reads the one value that a part of an array holds.
  ///
  /// - Throws: ``Problem``, the first one met; its offset counts from the part's start.
  public static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> JSONValue {
    do throws(ReadingFailure) {
      return try JSONCursor.read(bytes, valueLimit: Limits.treeValues) {
        json throws(ReadingFailure) in try json.value()
      }
    } catch {
      switch error {
      case .syntax(let problem): throw problem
      case .tooManyValues(let limit):
        throw Problem(reason: "more than \(limit) values", offset: bytes.count)
      case .shape, .stopped: throw Problem(reason: "stopped", offset: 0)
      }
    }
  }
}

extension JSONCursor {
  /// Takes the next value as a tree.
  fileprivate mutating func value() throws(ReadingFailure) -> JSONValue {
    switch try next() {
    case UInt8(ascii: "{"):
      var members: [JSONMember] = []
      try self.members { json, name throws(ReadingFailure) in
        members.append(JSONMember(name.string(of: json.bytes), try json.value()))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try self.elements { json throws(ReadingFailure) in elements.append(try json.value()) }
      return .array(elements)
    case UInt8(ascii: "\""):
      return .text(try text().string(of: bytes))
    case UInt8(ascii: "t"):
      try take("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try take("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(String(decoding: bytes[try number().range], as: UTF8.self))
    default: throw problem("expected a value")
    }
  }
}
