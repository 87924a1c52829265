internal import MPQStore

/// The properties of one stored event, and how its line was written.
///
/// A plain list has the properties by ascending number. For each property it has the difference
/// from the previous property, which is never 0, and then twice the value's number, plus one if the
/// value was not a JSON string. Both are varints: seven bits per byte, lowest bits first. Its form
/// is ``Form/plain``.
///
/// A list in another form begins with 0 and the form as a varint. Its properties are in any order:
/// the differences are signed, as zigzag numbers.
enum PropertyList {
  /// The form of the event's line, by numbers.
  enum Form: Equatable {
    /// In the style with a number below ``styleLimit``; `milliseconds` are below 1000.
    case style(Int, milliseconds: Int)
    /// As the line that is stored in the table `line`.
    case line

    /// The form of plain lists.
    static let plain = Form.style(0, milliseconds: 0)
    /// The maximum number of styles of a project, so that a form has at most three bytes.
    static let styleLimit = 2048

    fileprivate var code: Int {
      switch self {
      case .line: 0
      case .style(let number, let milliseconds): 1 + number + milliseconds * Self.styleLimit
      }
    }

    fileprivate init?(code: UInt64) {
      guard code > 0 else {
        self = .line
        return
      }
      let (milliseconds, number) = Int(code - 1).quotientAndRemainder(
        dividingBy: Self.styleLimit)
      guard milliseconds < 1000 else { return nil }
      self = .style(number, milliseconds: milliseconds)
    }
  }

  /// One property and its value, by number.
  struct Entry: Hashable {
    var property: Int
    var value: Int
    var isText: Bool
  }

  /// The bytes of `entries`, which are in the order of the line.
  static func bytes(of entries: [Entry], _ form: Form) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 3 + 4)
    let isPlain = form == .plain && isAscending(entries)
    if !isPlain {
      bytes.append(0)
      bytes.append(varint: UInt64(form.code))
    }
    var previous = 0
    for entry in entries {
      let step = entry.property - previous
      bytes.append(varint: UInt64(isPlain ? step : abs(step) << 1 - (step < 0 ? 1 : 0)))
      bytes.append(varint: UInt64(entry.value) << 1 | (entry.isText ? 0 : 1))
      previous = entry.property
    }
    return bytes
  }

  private static func isAscending(_ entries: [Entry]) -> Bool {
    var previous = 0
    for entry in entries {
      guard previous < entry.property else { return false }
      previous = entry.property
    }
    return true
  }

  /// The entries of `bytes`, in order, and the form of the event's line.
  ///
  /// - Throws: ``PackedReader/damage`` if the bytes are not a valid list.
  static func read(_ bytes: UnsafeRawBufferPointer) throws -> (entries: [Entry], form: Form) {
    var reader = Reader(bytes)
    var entries: [Entry] = []
    while let entry = reader.next() { entries.append(entry) }
    guard let form = reader.form, reader.isAtEnd else { throw PackedReader.damage }
    return (entries, form)
  }

  /// Reads the entries one by one; a truncated list ends early.
  struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var property = 0
    /// The end of the last complete entry.
    private var end = 0
    private let isPlain: Bool
    /// The form of the event's line; `nil` for a damaged list, which has no entries.
    private(set) var form: Form?

    init(_ bytes: UnsafeRawBufferPointer) {
      self.bytes = bytes
      form = .plain
      isPlain = bytes.first != 0
      guard !isPlain else { return }
      position = 1
      form = bytes.varint(at: &position).flatMap(Form.init(code:))
      end = form == nil ? 0 : position
    }

    /// Whether all bytes were read; a damaged list ends earlier.
    var isAtEnd: Bool { end == bytes.count }

    mutating func next() -> Entry? {
      guard form != nil, let step = bytes.varint(at: &position),
        let value = bytes.varint(at: &position)
      else { return nil }
      let difference =
        isPlain || step & 1 == 0 ? Int(isPlain ? step : step >> 1) : -Int(step >> 1) - 1
      property &+= difference
      // Invalid numbers occur only in damaged lists; the rest cannot be read.
      guard property > 0 else { return nil }
      end = position
      return Entry(
        property: property, value: Int(truncatingIfNeeded: value >> 1), isText: value & 1 == 0)
    }
  }
}
