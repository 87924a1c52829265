/// A JSON value whose objects keep their order and whose numbers keep their spelling.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A valid JSON number, as written.
  case number(String)
  case text(String)
  case array([JSONValue])
  case object([JSONMember])
}

/// One name and value of a JSON object.
public struct JSONMember: Sendable {
  /// The name, unique in its object by its bytes.
  public var name: String
  /// The value.
  public var value: JSONValue

  /// Pairs `name` with `value`.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// An integer.
  public static func integer(_ number: Int) -> Self { .number(String(number)) }

  /// A double in its shortest spelling; `null` where JSON has none (infinity, not a number).
  public static func double(_ number: Double) -> Self {
    number.isFinite ? .number(number.description) : .null
  }

  /// The value of the member `name`, compared by bytes; `nil` if the object has no such member.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}

extension JSONValue: Equatable {
  /// Whether both have the same parts in the same order, texts compared by bytes.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)), (.text(let left), .text(let right)):
      left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.elementsEqual(right) {
        $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value
      }
    default: false
    }
  }
}
