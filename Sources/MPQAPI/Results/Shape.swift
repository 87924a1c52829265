/// Why an answer cannot be understood: a part of it has not the form that the document shows.
public struct ShapeError: Error, Equatable, Sendable {
  /// The way from the top of the answer to the part, such as `data.values`.
  public var path: String
  /// What the document shows there.
  public var expected: String
}

/// A part of an answer and the way to it, read with typed demands.
struct Shape {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, path: String = "the answer") {
    self.value = value
    self.path = path
  }

  func mismatch(_ expected: String) -> ShapeError { ShapeError(path: path, expected: expected) }

  func optional(_ name: String) -> Shape? {
    value[name].map { Shape($0, path: path == "the answer" ? name : "\(path).\(name)") }
  }

  func member(_ name: String) throws(ShapeError) -> Shape {
    guard let member = optional(name) else {
      throw mismatch("an object with a member '\(name)'")
    }
    return member
  }

  func members() throws(ShapeError) -> [(name: String, shape: Shape)] {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return members.map { ($0.name, Shape($0.value, path: "\(path).\($0.name)")) }
  }

  func elements() throws(ShapeError) -> [Shape] {
    guard case .array(let elements) = value else { throw mismatch("a list") }
    return elements.enumerated().map { Shape($1, path: "\(path)[\($0)]") }
  }

  func text() throws(ShapeError) -> String {
    guard case .text(let text) = value else { throw mismatch("a text") }
    return text
  }

  func texts() throws(ShapeError) -> [String] {
    var texts: [String] = []
    for element in try elements() { texts.append(try element.text()) }
    return texts
  }

  func number() throws(ShapeError) -> Number {
    guard let number = try optionalNumber() else { throw mismatch("a number") }
    return number
  }

  /// The number, `nil` for JSON's null.
  func optionalNumber() throws(ShapeError) -> Number? {
    if case .null = value { return nil }
    guard case .number(let text) = value, let number = Number(json: text) else {
      throw mismatch("a number")
    }
    return number
  }

  /// The integer; whole doubles such as `7.0` count as integers.
  func integer() throws(ShapeError) -> Int {
    switch try number() {
    case .integer(let number): return number
    case .double(let number):
      guard let integer = Int(exactly: number) else { throw mismatch("a whole number") }
      return integer
    }
  }
}
