/// A number of an answer: counts are integers, averages are not.
public enum Number: Hashable, Sendable {
  case integer(Int)
  case double(Double)

  /// The number as a double.
  @inlinable public var double: Double {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }

  /// The number in JSON's spelling.
  public var json: JSONValue {
    switch self {
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    }
  }

  /// Reads a JSON number: an integer where its spelling is one that fits, else a double.
  package init?(json text: String) {
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let double = Double(text), double.isFinite {
      self = .double(double)
    } else {
      return nil
    }
  }
}
