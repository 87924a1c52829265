import MPQAPI

/// A value of an answer of the Query API, with its place for errors.
struct QueryValue {
  let json: JSONValue
  private let path: String

  /// The whole answer.
  init(_ json: JSONValue) {
    self.init(json, at: "")
  }

  private init(_ json: JSONValue, at path: String) {
    self.json = json
    self.path = path
  }

  /// The error of a value that is not what it should be.
  func mismatch(_ expected: String) -> ShapeError {
    ShapeError(path: path.isEmpty ? "the answer" : path, expected: expected)
  }

  // MARK: - Parts

  /// The members of an object, in their order.
  func members() throws(ShapeError) -> [(name: String, value: QueryValue)] {
    guard case .object(let members) = json else { throw mismatch("an object") }
    return members.map { ($0.name, QueryValue($0.value, at: place(of: $0.name))) }
  }

  /// The member `name`; `nil` if it is missing or null.
  func member(_ name: String) -> QueryValue? {
    guard let value = json[name], value != .null else { return nil }
    return QueryValue(value, at: place(of: name))
  }

  /// The member `name`, which is required.
  func required(_ name: String) throws(ShapeError) -> QueryValue {
    guard let value = member(name) else { throw mismatch("an object with a member '\(name)'") }
    return value
  }

  /// The elements of a list.
  func elements() throws(ShapeError) -> [QueryValue] {
    guard case .array(let elements) = json else { throw mismatch("a list") }
    return elements.enumerated().map { QueryValue($1, at: "\(path)[\($0)]") }
  }

  private func place(of name: String) -> String {
    let name = ResponseReader.foreign(name)
    return path.isEmpty ? name : "\(path).\(name)"
  }

  // MARK: - Plain values

  /// The value as a text.
  func text() throws(ShapeError) -> String {
    guard case .text(let text) = json else { throw mismatch("a text") }
    return text
  }

  /// The value as a number.
  func number() throws(ShapeError) -> Number {
    guard case .number(let text) = json, let number = Number(json: text) else {
      throw mismatch("a number")
    }
    return number
  }

  /// The value as a whole number; 7.0 is one, too.
  func integer() throws(ShapeError) -> Int {
    switch try number() {
    case .integer(let integer): return integer
    case .double(let double):
      guard let integer = Int(exactly: double) else { throw mismatch("a whole number") }
      return integer
    }
  }

  /// The text of a plain value: the service answers with values of properties of any type.
  func plainText() throws(ShapeError) -> String {
    switch json {
    case .text(let text), .number(let text): return text
    case .bool(let value): return value ? "true" : "false"
    case .null: return "null"
    case .array, .object: throw mismatch("a text")
    }
  }
}
