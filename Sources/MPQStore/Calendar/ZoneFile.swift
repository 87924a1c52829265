/// Reads a compiled file of the time zone database: TZif, versions 1 to 4 (RFC 8536, RFC 9636).
enum ZoneFile {
  /// The maximum size of a file in bytes; the largest zones have about 4,000.
  static let byteLimit = 1 << 18

  /// The valid offsets from UTC, in seconds (RFC 8536, section 3.2).
  private static let offsets = -89_999...93_599

  /// The number of entries of each table of a block.
  private struct Counts {
    var utIndicators: Int
    var standardIndicators: Int
    var leapSeconds: Int
    var times: Int
    var types: Int
    var characters: Int

    /// The size of a block with times of `size` bytes.
    func byteCount(timeSize size: Int) -> Int {
      times * (size + 1) + types * 6 + characters + leapSeconds * (size + 4)
        + standardIndicators + utIndicators
    }
  }

  /// The rules in `bytes`; `nil` if the file is invalid or has leap seconds.
  static func rules(_ bytes: [UInt8]) -> ZoneRules? {
    var reader = Reader(bytes: bytes[...])
    guard let (version, counts) = reader.header() else { return nil }
    guard version >= UInt8(ascii: "2") else { return reader.block(counts, timeSize: 4) }
    // Skip the first block, which has 32-bit times.
    guard reader.take(counts.byteCount(timeSize: 4)) != nil, let (_, counts) = reader.header(),
      var rules = reader.block(counts, timeSize: 8), let footer = reader.footer()
    else { return nil }
    if !footer.isEmpty {
      guard let rule = YearlyRule(footer) else { return nil }
      rules.footer = rule
    }
    return rules
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard count <= bytes.count else { return nil }
      defer { bytes = bytes.dropFirst(count) }
      return bytes.prefix(count)
    }

    /// The version and the counts of the block that follows.
    mutating func header() -> (version: UInt8, counts: Counts)? {
      guard let magic = take(4), magic.elementsEqual("TZif".utf8), let version = take(1)?.first,
        take(15) != nil
      else { return nil }
      var counts: [Int] = []
      for _ in 0..<6 {
        guard let field = take(4) else { return nil }
        counts.append(Int(UInt32(bigEndianBytes: field)))
      }
      let result = Counts(
        utIndicators: counts[0], standardIndicators: counts[1], leapSeconds: counts[2],
        times: counts[3], types: counts[4], characters: counts[5])
      guard (1...256).contains(result.types), result.times <= ZoneFile.byteLimit else { return nil }
      return (version, result)
    }

    /// The tables of one block.
    mutating func block(_ counts: Counts, timeSize: Int) -> ZoneRules? {
      guard counts.leapSeconds == 0, let times = take(counts.times * timeSize),
        let indices = take(counts.times), let types = take(counts.types * 6),
        take(counts.characters + counts.standardIndicators + counts.utIndicators) != nil
      else { return nil }
      var offsets: [Int] = []
      for start in stride(from: types.startIndex, to: types.endIndex, by: 6) {
        let offset = Int(Int32(bitPattern: UInt32(bigEndianBytes: types[start..<start + 4])))
        guard ZoneFile.offsets.contains(offset) else { return nil }
        offsets.append(offset)
      }
      var changes: [ZoneRules.Change] = []
      for (entry, index) in indices.enumerated() {
        let start = times.startIndex + entry * timeSize
        let moment = ZoneFile.time(times[start..<start + timeSize])
        guard Int(index) < offsets.count, moment > changes.last?.moment ?? .min else { return nil }
        changes.append(ZoneRules.Change(moment: moment, offset: offsets[Int(index)]))
      }
      return ZoneRules(initialOffset: offsets[0], changes: changes, footer: nil)
    }

    /// The text between the last two newlines.
    mutating func footer() -> [UInt8]? {
      guard take(1)?.first == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\n") else {
        return nil
      }
      return Array(bytes.dropLast())
    }
  }

  /// A signed big-endian number of 4 or 8 bytes.
  private static func time(_ bytes: ArraySlice<UInt8>) -> Int {
    let high = UInt32(bigEndianBytes: bytes.prefix(4))
    guard bytes.count == 8 else { return Int(Int32(bitPattern: high)) }
    let low = UInt32(bigEndianBytes: bytes.suffix(4))
    return Int(Int64(bitPattern: UInt64(high) << 32 | UInt64(low)))
  }
}

extension UInt32 {
  /// The number in four bytes, the highest first.
  fileprivate init(bigEndianBytes bytes: ArraySlice<UInt8>) {
    self = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
