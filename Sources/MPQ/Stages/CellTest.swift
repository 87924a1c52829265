import MPQAPI
import MPQCompiler
import MPQSyntax

/// A comparison of the cells of a column with values.
///
/// A null compares with nothing: the result is false.
struct CellTest {
  /// One value that is written.
  enum Operand {
    case text(String)
    case number(Number, text: String)
  }

  private let sign: Condition.Comparison
  /// The values; several only for `=`, of which one must be equal.
  private let operands: [Operand]

  init(_ sign: Condition.Comparison, _ operands: [Operand]) {
    self.sign = sign
    self.operands = operands
  }

  /// Whether each cell of `column` passes.
  func rows(of column: Table.Column) throws(StageError) -> [Bool] {
    switch column.cells {
    case .texts(let texts): rows(of: texts, areDates: column.kind == .date)
    case .numbers(let numbers): try rows(of: numbers, column.name)
    }
  }

  // MARK: - Numbers

  private func rows(of numbers: [Number?], _ column: String) throws(StageError) -> [Bool] {
    if sign == .contains { throw .notTexts(column: column) }
    var values: [Number] = []
    for operand in operands {
      switch operand {
      case .number(let number, _): values.append(number)
      case .text(let text): throw .comparedWithText(column: column, text: text)
      }
    }
    guard let value = values.first, values.count == 1 else {
      return Self.rows(of: numbers) { number in values.contains { number.hasValue(of: $0) } }
    }
    return switch sign {
    case .equal, .contains: Self.rows(of: numbers) { $0.hasValue(of: value) }
    case .notEqual: Self.rows(of: numbers) { !$0.hasValue(of: value) }
    case .less: Self.rows(of: numbers) { $0 < value }
    case .lessOrEqual: Self.rows(of: numbers) { !(value < $0) }
    case .greater: Self.rows(of: numbers) { value < $0 }
    case .greaterOrEqual: Self.rows(of: numbers) { !($0 < value) }
    }
  }

  @inline(__always)
  private static func rows(of numbers: [Number?], _ test: (Number) -> Bool) -> [Bool] {
    numbers.withUnsafeBufferPointer { numbers in
      Array(count: numbers.count) { numbers[$0].map(test) ?? false }
    }
  }

  // MARK: - Texts

  private func rows(of texts: [String?], areDates: Bool) -> [Bool] {
    let test = textTest(areDates: areDates)
    var memo = TextMemo(rowCount: texts.count, vacant: false)
    return texts.withUnsafeBufferPointer { texts in
      Array(count: texts.count) { row in
        memo.value(of: texts, at: row) { text in text.map(test) ?? false }
      }
    }
  }

  private func textTest(areDates: Bool) -> (String) -> Bool {
    guard let operand = operands.first, operands.count == 1 else {
      let values = Set(operands.map { ByteText(Self.text(of: $0)) })
      return { values.contains(ByteText($0)) }
    }
    // A date such as 2011-05-24 is compared with a year by its bytes.
    if case .number(let number, _) = operand, !areDates, let test = numberTest(number) {
      return { text in
        guard let known = Number(shortest: text) else { return false }
        return test(known)
      }
    }
    let value = ByteText(Self.text(of: operand))
    switch sign {
    case .equal: return { ByteText($0) == value }
    case .notEqual: return { ByteText($0) != value }
    case .less: return { ByteText($0) < value }
    case .lessOrEqual: return { ByteText($0) <= value }
    case .greater: return { ByteText($0) > value }
    case .greaterOrEqual: return { ByteText($0) >= value }
    case .contains:
      let pattern = FoldedPattern(value.text)
      return { pattern.isIn($0) }
    }
  }

  /// The comparison of a text's number; `nil` for signs that compare texts.
  private func numberTest(_ value: Number) -> ((Number) -> Bool)? {
    switch sign {
    case .equal, .notEqual, .contains: nil
    case .less: { $0 < value }
    case .lessOrEqual: { !(value < $0) }
    case .greater: { value < $0 }
    case .greaterOrEqual: { !($0 < value) }
    }
  }

  /// The text that a value equals: that of a number is in its shortest spelling, as values are.
  private static func text(of operand: Operand) -> String {
    switch operand {
    case .text(let text): text
    case .number(_, let text): ShortestNumber.spelling(of: text)
    }
  }
}

extension Number {
  /// The number that `text` is in its shortest spelling; `nil` for other texts.
  fileprivate init?(shortest text: String) {
    guard let first = text.utf8.first, first.isDigit || first == UInt8(ascii: "-"),
      case .number? = try? JSONReader.read(Array(text.utf8)),
      ShortestNumber.spelling(of: text).utf8.elementsEqual(text.utf8)
    else { return nil }
    self.init(written: text)
  }
}

/// A text that is searched in others, where letters of ASCII match in both cases.
struct FoldedPattern {
  private let bytes: [UInt8]
  /// For each number of bytes that match: how many of them still do one byte later.
  private let fallbacks: [Int]

  init(_ text: String) {
    let bytes = text.utf8.map(Self.folded)
    var fallbacks = [Int](repeating: 0, count: bytes.count + 1)
    var length = 0
    for place in bytes.indices.dropFirst() {
      while length > 0 && bytes[length] != bytes[place] { length = fallbacks[length] }
      if bytes[length] == bytes[place] { length += 1 }
      fallbacks[place + 1] = length
    }
    (self.bytes, self.fallbacks) = (bytes, fallbacks)
  }

  /// Whether `text` contains the pattern.
  func isIn(_ text: String) -> Bool {
    guard !bytes.isEmpty else { return true }
    var length = 0
    for byte in text.utf8 {
      let byte = Self.folded(byte)
      while length > 0 && bytes[length] != byte { length = fallbacks[length] }
      if bytes[length] == byte { length += 1 }
      if length == bytes.count { return true }
    }
    return false
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }
}
