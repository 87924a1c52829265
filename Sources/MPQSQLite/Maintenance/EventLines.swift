internal import Foundation
internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Builds the lines of an export from stored events.
///
/// Encoded texts are cached in bounded memory.
struct EventLines {
  private static let cacheLimit = 1 << 25

  /// A member that many lines share.
  private enum Member: Hashable {
    case user(Int, isText: Bool, JSONSpelling)
    case property(PropertyList.Entry, JSONSpelling)
  }

  /// The parts of a line around its properties.
  private struct Frame {
    var head: [UInt8]
    var tail: [UInt8]
  }

  private struct FrameKey: Hashable {
    var source: Int
    var style: LineStyle
  }

  private let database: Database
  private let selectUser: Statement
  private let selectLine: Statement
  private let styles: [LineStyle]
  private let isCanonical: Bool
  /// The rank of each property by name, indexed by its number.
  private let ranks: [Int: Int]
  private var members: [Member: [UInt8]] = [:]
  private var frames: [FrameKey: Frame] = [:]
  private var cacheSize = 0

  init(_ database: Database, _ form: ExportForm) throws {
    self.database = database
    isCanonical = form == .canonical
    selectUser = try database.makeStatement(sql: "SELECT name FROM user WHERE id = ?")
    selectLine = try database.keptLines()
    styles = try database.lineStyles()
    // SQLite compares texts by their bytes.
    let numbers = try Int.fetchCursor(database, sql: "SELECT id FROM property ORDER BY name")
    var ranks: [Int: Int] = [:]
    while let number = try numbers.next() { ranks[number] = ranks.count }
    self.ranks = ranks
  }

  /// Appends the line of the current event of `source`.
  mutating func append(_ source: EventSource, to part: inout [UInt8]) throws {
    guard let row = source.row else { return }
    let (entries, form) = try row.withUnsafeData(atIndex: 2) { data in
      try (data ?? Data()).withUnsafeBytes { try PropertyList.read($0) }
    }
    switch form {
    case _ where isCanonical:
      try append(source, row, entries, LineStyle.canonical, milliseconds: 0, to: &part)
    case .line:
      guard let line = try selectLine.keptLine(source.event, row[0]) else {
        throw PackedReader.damage
      }
      part += line
    case .style(let number, let milliseconds):
      guard number < styles.count else { throw PackedReader.damage }
      try append(source, row, entries, styles[number], milliseconds: milliseconds, to: &part)
    }
    part.append(UInt8(ascii: "\n"))
  }

  private mutating func append(
    _ source: EventSource, _ row: Row, _ given: [PropertyList.Entry], _ style: LineStyle,
    milliseconds: Int, to part: inout [UInt8]
  ) throws {
    var entries = given
    if style.order == .byName {
      entries.sort { (ranks[$0.property] ?? -1) < (ranks[$1.property] ?? -1) }
    }
    let hasInsertID = !row.hasNull(atIndex: 3)
    guard let slots = style.slots(others: entries.count, hasInsertID: hasInsertID) else {
      throw PackedReader.damage
    }
    let frame = frame(of: source, style)
    part += frame.head
    var isFirst = true
    for slot in slots {
      if !isFirst { style.spelling.appendComma(to: &part) }
      isFirst = false
      switch slot {
      case .time: style.append(time: source.time, milliseconds: milliseconds, to: &part)
      case .user:
        guard let user: Int = row[1] else { throw PackedReader.damage }
        part += try member(.user(user, isText: style.isUserText, style.spelling))
      case .insertID:
        try style.append(
          "$insert_id", row.text(at: 3), isText: style.isInsertIDText, to: &part)
      case .other(let index):
        part += try member(.property(entries[index], style.spelling))
      }
    }
    part += frame.tail
  }

  private mutating func frame(of source: EventSource, _ style: LineStyle) -> Frame {
    let key = FrameKey(source: source.rank, style: style)
    if let known = frames[key] { return known }
    let frame = Frame(head: style.head(event: source.name), tail: style.tail(event: source.name))
    remember(frame.head.count + frame.tail.count)
    frames[key] = frame
    return frame
  }

  private mutating func member(_ member: Member) throws -> [UInt8] {
    if let known = members[member] { return known }
    var bytes: [UInt8] = []
    switch member {
    case .user(let number, let isText, let spelling):
      var style = LineStyle(spelling: spelling)
      style.isUserText = isText
      try style.append(user: user(number), to: &bytes)
    case .property(let entry, let spelling):
      let name = try database.propertyName(entry.property)
      let text = try database.valueText(entry.value, ofProperty: entry.property)
      try LineStyle(spelling: spelling).append(name, text, isText: entry.isText, to: &bytes)
    }
    remember(bytes.count)
    members[member] = bytes
    return bytes
  }

  /// The name of a user; empty for ``Schema/noUser``.
  private func user(_ number: Int) throws -> String {
    guard number != Schema.noUser else { return "" }
    let rows = try Row.fetchCursor(selectUser, arguments: [number])
    guard let row = try rows.next() else { throw PackedReader.damage }
    return row.text(at: 0)
  }

  private mutating func remember(_ count: Int) {
    // The approximate overhead of a dictionary entry.
    cacheSize += count + 100
    guard cacheSize > Self.cacheLimit else { return }
    members.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    cacheSize = count + 100
  }
}
