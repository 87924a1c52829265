/// Reads RFC 4180 strictly, independently of the code that writes it.
enum SeparatedValues {
  /// A field, and whether it was quoted.
  struct Field: Equatable {
    var bytes: [UInt8] = []
    var isQuoted = false
  }

  /// The records of `bytes`, each ended by LF; `nil` if they are not csv.
  static func records(_ bytes: [UInt8]) -> [[Field]]? {
    var records: [[Field]] = []
    var record: [Field] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let field = field(&rest), let end = rest.popFirst() else { return nil }
      record.append(field)
      switch end {
      case UInt8(ascii: ","): break
      case UInt8(ascii: "\n"):
        records.append(record)
        record = []
      default: return nil
      }
    }
    return record.isEmpty ? records : nil
  }

  private static func field(_ rest: inout ArraySlice<UInt8>) -> Field? {
    var field = Field()
    guard rest.first == UInt8(ascii: "\"") else {
      while let byte = rest.first, byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n") {
        guard byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\r") else { return nil }
        field.bytes.append(byte)
        rest.removeFirst()
      }
      return field
    }
    field.isQuoted = true
    rest.removeFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") {
        guard rest.first == UInt8(ascii: "\"") else { return field }
        rest.removeFirst()
      }
      field.bytes.append(byte)
    }
    return nil
  }
}
