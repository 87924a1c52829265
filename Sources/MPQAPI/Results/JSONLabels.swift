/// The labels of a series, such as dates: its objects have one number for each, in any order.
struct JSONLabels {
  private var table = JSONTextTable()
  /// The row of numbers in which each label occurred last.
  private var lastRows: [Int] = []
  private var row = 0

  var count: Int { table.texts.count }

  /// Takes a list of labels, each of which occurs once.
  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var table = JSONTextTable()
    try json.list { json throws(ReadingFailure) in
      try json.charge(Limits.textCost)
      let label = try json.someText()
      guard table.insert(label, of: json.bytes) == nil else {
        throw json.mismatch("unique", at: label.range.lowerBound - 1)
      }
    }
    self.table = table
    lastRows = [Int](repeating: 0, count: table.texts.count)
  }

  /// The labels in the order of the list.
  func strings(of json: borrowing JSONCursor) -> [String] {
    table.texts.map { $0.string(of: json.bytes) }
  }

  /// Takes an object of numbers by label.
  ///
  /// - Parameters:
  ///   - json: Where the object is next.
  ///   - take: Gets each number with the index of its label; `nil` if the list lacks the label.
  /// - Throws: ``ReadingFailure``.
  mutating func numbers(
    _ json: inout JSONCursor,
    _ take: (inout JSONCursor, Int?, Number?) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    guard try json.next() == UInt8(ascii: "{") else { throw json.mismatch("an object") }
    row += 1
    var others = JSONTextTable()
    // Labels mostly come in the order of the list.
    var expected = 0
    try json.places { json throws(ReadingFailure) in
      let start = json.position
      var index: Int?
      if expected < table.texts.count, json.take(spelledAs: table.texts[expected]) {
        index = expected
      } else {
        let name = try json.text()
        index = table.index(of: name, of: json.bytes)
        if index == nil {
          guard others.insert(name, of: json.bytes) == nil else {
            throw json.duplicate(at: start)
          }
        }
      }
      if let index {
        guard lastRows[index] != row else { throw json.duplicate(at: start) }
        lastRows[index] = row
        expected = index + 1
      }
      // The caller counts what it keeps.
      try json.charge(index == nil ? 1 : 0)
      try json.takeColon()
      try take(&json, index, try json.optionalNumber())
    }
  }
}
