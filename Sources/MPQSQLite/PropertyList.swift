internal import MPQStore

/// The properties of one stored event, and how its line was written.
///
/// A plain list has the properties by ascending number. For each, there is the difference to the
/// property before, which is never 0, and then the value's number times two, plus one where the
/// value was no JSON text; both as varints, seven bits a byte, the lowest first. Its form is that
/// of ``Form/plain``.
///
/// A list in another form begins with 0, and then has the form as a varint. Its properties are in
/// any order: the differences are signed, as zigzag numbers.
enum PropertyList {
  /// How the line of the event was written, by numbers.
  enum Form: Equatable {
    /// In the style with a number below ``styleLimit``; `milliseconds` are below 1000.
    case style(Int, milliseconds: Int)
    /// As the line that is kept in the table `line`.
    case line

    /// The form of plain lists.
    static let plain = Form.style(0, milliseconds: 0)
    /// The most styles of a project, so that a form has no more than three bytes.
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

  /// One property and its value, both by their numbers.
  struct Entry: Hashable {
    var property: Int
    var value: Int
    var isText: Bool
  }

  /// The bytes of `entries`, which are in the order of their line.
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

  /// The entries of `bytes`, in their order, and the form of the event's line.
  ///
  /// - Throws: That the file is damaged, where the bytes are no list.
  static func read(_ bytes: UnsafeRawBufferPointer) throws -> (entries: [Entry], form: Form) {
    var reader = Reader(bytes)
    var entries: [Entry] = []
    while let entry = reader.next() { entries.append(entry) }
    guard let form = reader.form, reader.isAtEnd else { throw PackedReader.damage }
    return (entries, form)
  }

  /// Reads the entries one by one; a cut list ends early.
  struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var property = 0
    /// Where the last whole entry ends.
    private var end = 0
    private let isPlain: Bool
    /// The form of the event's line; `nil` in a damaged list, which then has no entries.
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

    /// Whether the entries that were read are all of the bytes; those of a damaged list end before.
    var isAtEnd: Bool { end == bytes.count }

    mutating func next() -> Entry? {
      guard form != nil, let step = bytes.varint(at: &position),
        let value = bytes.varint(at: &position)
      else { return nil }
      let difference =
        isPlain || step & 1 == 0 ? Int(isPlain ? step : step >> 1) : -Int(step >> 1) - 1
      property &+= difference
      // Only the numbers of a damaged list are none; nothing behind them can be told.
      guard property > 0 else { return nil }
      end = position
      return Entry(
        property: property, value: Int(truncatingIfNeeded: value >> 1), isText: value & 1 == 0)
    }
  }
}
