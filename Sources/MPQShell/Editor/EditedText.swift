/// The text of a line in Unicode scalars, with offsets in UTF-8.
struct EditedText: Equatable {
  var scalars: [Unicode.Scalar]

  init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// The text of codes; invalid scalars become U+FFFD.
  init(codes: some Sequence<UInt32>) {
    scalars = codes.map { Unicode.Scalar($0) ?? "\u{fffd}" }
  }

  /// The text as a string.
  var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The bytes of UTF-8 before the scalar at `offset`.
  func byteOffset(ofScalar offset: Int) -> Int {
    scalars.prefix(offset).reduce(0) { $0 + UTF8.width($1) }
  }

  /// The scalars before the byte at `offset`; `nil` inside a scalar and beyond the end.
  func scalarOffset(ofByte offset: Int) -> Int? {
    var bytes = 0
    for (index, scalar) in scalars.enumerated() {
      if bytes == offset { return index }
      guard bytes < offset else { return nil }
      bytes += UTF8.width(scalar)
    }
    return bytes == offset ? scalars.count : nil
  }

  /// The text to insert for pasted bytes: line ends become newlines, the last one is dropped, and
  /// of the other control characters only tabs are kept.
  init(pasted bytes: [UInt8]) {
    var result: [Unicode.Scalar] = []
    var isAfterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { isAfterReturn = scalar == "\r" }
      switch scalar {
      case "\r": result.append("\n")
      case "\n" where isAfterReturn: break
      case "\n", "\t": result.append(scalar)
      case _ where scalar.properties.generalCategory == .control: break
      default: result.append(scalar)
      }
    }
    while result.last == "\n" { result.removeLast() }
    scalars = result
  }

  /// `text`, such as an entry of the history, without characters that a line cannot contain.
  init(entry text: String) {
    scalars = text.unicodeScalars.filter {
      $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
    }
  }
}
