internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Writes one batch of events, table by table and by time.
struct Appender {
  private let events: RawEvents
  /// The bytes of `events`.
  private let bytes: UnsafeRawBufferPointer
  private let database: Database
  private(set) var summary = AppendSummary()
  private let names: Names
  private var finder: DayFinder
  /// The numbers of the batch's property names; 0 if not looked up yet.
  private var properties: [Int]
  /// The forms of the batch's styles without milliseconds; `nil` if not looked up yet.
  private var styles: [PropertyList.Form?]
  /// The properties of the current event; the buffer is reused.
  private var entries: [PropertyList.Entry] = []

  /// The tables of names and values.
  private struct Names {
    var events: NameTable
    var users: NameTable
    var properties: NameTable
    var values: ValueTable
  }

  /// An event of one name.
  private struct Place {
    var time: Int
    var index: Int
  }

  init(
    _ events: RawEvents, _ bytes: UnsafeRawBufferPointer, _ database: Database,
    _ calendar: ProjectCalendar
  ) throws {
    self.events = events
    self.bytes = bytes
    self.database = database
    names = Names(
      events: try NameTable("event", in: database), users: try NameTable("user", in: database),
      properties: try NameTable("property", in: database), values: try ValueTable(in: database))
    finder = DayFinder(calendar)
    properties = [Int](repeating: 0, count: events.propertyNames.count)
    styles = [PropertyList.Form?](repeating: nil, count: events.styles.count)
  }

  mutating func run(_ dictionaries: inout Dictionaries) throws {
    var tables = try tables(&dictionaries)
    // Unordered events change most pages of all tables: the pages of the previous batch's last
    // tables are still in the cache.
    if dictionaries.goesBackwards { tables.reverse() }
    dictionaries.goesBackwards.toggle()
    for (number, places) in tables { try append(places, to: number, &dictionaries) }
    try dictionaries.insertNewIfMany(into: database)
  }

  /// The events of each table by time; those of one second are in the order of the batch.
  private mutating func tables(
    _ dictionaries: inout Dictionaries
  ) throws -> [(number: Int, places: [Place])] {
    // Indexed by the names of the batch.
    var numbers = [Int?](repeating: nil, count: events.eventNames.count)
    var places = [[Place]](repeating: [], count: events.eventNames.count)
    for (index, record) in events.records.enumerated() {
      let name = Int(record.name)
      if numbers[name] == nil {
        numbers[name] = try tableNumber(ofName: record.name, &dictionaries)
      }
      guard numbers[name] != nil else {
        let cause = "the project already has \(Schema.eventNameLimit) event names, the maximum"
        summary.refused.append(AppendSummary.Refusal(index: index, cause: cause))
        continue
      }
      places[name].append(Place(time: record.time, index: index))
    }
    var tables: [(number: Int, places: [Place])] = []
    for (number, var places) in zip(numbers, places) {
      guard let number, !places.isEmpty else { continue }
      places.sort { ($0.time, $0.index) < ($1.time, $1.index) }
      tables.append((number, places))
    }
    return tables.sorted { $0.number < $1.number }
  }

  /// The number of the table of a name, which is created if it is new; `nil` if there are too many.
  private func tableNumber(
    ofName name: UInt32, _ dictionaries: inout Dictionaries
  ) throws -> Int? {
    try events.eventNames.withBytes(of: name) { bytes in
      let hash = TextHash.of(bytes)
      let isFull = try dictionaries.events.count(in: names.events) >= Schema.eventNameLimit
      if isFull {
        return try dictionaries.events.knownNumber(of: bytes, hash: hash, in: names.events)
      }
      let (number, isNew) = try dictionaries.events.number(
        of: bytes, hash: hash, in: names.events)
      if isNew {
        try dictionaries.events.insertNew(into: names.events)
        try Schema.createTable(ofEvent: number, in: database)
        dictionaries.latestTimes[number] = -1
      }
      return number
    }
  }

  private mutating func append(
    _ places: [Place], to number: Int, _ dictionaries: inout Dictionaries
  ) throws {
    var table = try AppendTable(number, latest: dictionaries.latestTimes[number], in: database)
    var start = 0
    while start < places.count {
      var end = start + 1
      while end < places.count, places[end].time == places[start].time { end += 1 }
      try append(second: places[start..<end], to: &table, &dictionaries)
      start = end
    }
    dictionaries.latestTimes[number] = table.latest
  }

  /// Writes the events of one name and second.
  private mutating func append(
    second: ArraySlice<Place>, to table: inout AppendTable, _ dictionaries: inout Dictionaries
  ) throws {
    guard let time = second.first?.time else { return }
    var next = Schema.firstID(at: time)
    let end = Schema.firstID(at: time + 1)
    var seen: Set<AppendTable.Identity> = []
    let isLate = time <= table.latest
    // Without ids of events, the insertion finds out whether the second has events.
    if isLate, second.contains(where: { events.records[$0.index].insertID != nil }) {
      (next, seen) = try table.present(from: next, to: end)
    }
    if time < table.latest - ProjectCalendar.secondsInDay { summary.outOfOrder += second.count }
    table.latest = max(table.latest, time)
    let day = finder.day(at: time)
    if day != table.day {
      try unsettle(DayKey(event: table.number, day: day), &dictionaries)
      table.day = day
    }
    for place in second {
      let record = events.records[place.index]
      guard next < end else {
        refuseFullSecond(place)
        continue
      }
      guard try hasRoomForNames(ofEvent: place.index, &dictionaries) else {
        let cause =
          "the project already has \(Schema.propertyNameLimit) property names, the maximum; "
          + "put ids in values, not in names"
        summary.refused.append(AppendSummary.Refusal(index: place.index, cause: cause))
        continue
      }
      let user =
        record.user.count == 0
        ? Int(Schema.noUser)
        : try dictionaries.users.number(
          of: slice(record.user), hash: record.user.hash, in: names.users
        ).number
      if let insertID = record.insertID, isLate || second.count > 1 {
        let text = String(decoding: slice(insertID), as: UTF8.self)
        guard seen.insert(.init(user: user, insertID: ByteText(text))).inserted else {
          summary.repeated += 1
          continue
        }
      }
      let form = try form(of: record.form, &dictionaries)
      let properties = try propertyList(ofEvent: place.index, form, &dictionaries)
      if try !insert(record, id: next, user, properties, into: table) {
        next = try table.freeID(from: next, to: end)
        guard next < end else {
          refuseFullSecond(place)
          continue
        }
        guard try insert(record, id: next, user, properties, into: table) else {
          throw PackedReader.damage
        }
      }
      if form == .line { try keepLine(ofEvent: place.index, table: table.number, id: next) }
      next += 1
      summary.added += 1
    }
  }

  /// Inserts an event unless its id is in use, and returns whether it was inserted.
  private func insert(
    _ record: RawEvents.Record, id: Int, _ user: Int, _ properties: [UInt8],
    into table: AppendTable
  ) throws -> Bool {
    try properties.withUnsafeBytes { properties in
      try table.insert.insertIfFree(
        .integer(id), .integer(user), .bytes(properties),
        record.insertID.map { .bytes(slice($0)) } ?? .null)
    }
  }

  private mutating func refuseFullSecond(_ place: Place) {
    let cause = "more than \(1 << Schema.sequenceBits) events with this name in one second"
    summary.refused.append(AppendSummary.Refusal(index: place.index, cause: cause))
  }

  private func slice(_ text: RawEvents.Text) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[text.offset..<(text.offset + Int(text.count))])
  }

  /// Marks the stored columns of a day as outdated.
  private func unsettle(_ key: DayKey, _ dictionaries: inout Dictionaries) throws {
    guard dictionaries.unsettled.insert(key).inserted else { return }
    try Schema.unsettle(key, in: database)
  }

  /// Whether all property names of an event have a number, or there is room for new ones.
  private func hasRoomForNames(
    ofEvent index: Int, _ dictionaries: inout Dictionaries
  ) throws -> Bool {
    let room = try Schema.propertyNameLimit - dictionaries.properties.count(in: names.properties)
    guard room < events.propertyNames.count else { return true }
    var newNames = 0
    for place in events.propertyIndices(ofEvent: index) {
      let name = events.properties[place].name
      guard properties[Int(name)] == 0 else { continue }
      let known = try events.propertyNames.withBytes(of: name) { bytes in
        try dictionaries.properties.knownNumber(
          of: bytes, hash: TextHash.of(bytes), in: names.properties)
      }
      if known == nil { newNames += 1 }
    }
    // A project of an earlier version can exceed the limit.
    return newNames == 0 || newNames <= room
  }

  private mutating func propertyNumber(
    _ name: UInt32, _ dictionaries: inout Dictionaries
  ) throws -> Int {
    let known = properties[Int(name)]
    if known > 0 { return known }
    let number = try events.propertyNames.withBytes(of: name) { bytes in
      let number = try dictionaries.properties.number(
        of: bytes, hash: TextHash.of(bytes), in: names.properties
      ).number
      try dictionaries.properties.insertNew(into: names.properties)
      return number
    }
    // Other numbers occur only in damaged files.
    guard 1...Int(UInt32.max) ~= number else { throw PackedReader.damage }
    properties[Int(name)] = number
    return number
  }

  private mutating func propertyList(
    ofEvent index: Int, _ form: PropertyList.Form, _ dictionaries: inout Dictionaries
  ) throws -> [UInt8] {
    entries.removeAll(keepingCapacity: true)
    for place in events.propertyIndices(ofEvent: index) {
      let property = events.properties[place]
      let number = try propertyNumber(property.name, &dictionaries)
      let value = try dictionaries.values.number(
        of: slice(property.text), hash: property.text.hash, ofProperty: number, in: names.values)
      entries.append(PropertyList.Entry(property: number, value: value, isText: property.isText))
    }
    return PropertyList.bytes(of: entries, form)
  }
}

// MARK: - Forms of lines

extension Appender {
  /// The form as it is stored: the line itself if the project has too many styles.
  private mutating func form(
    of form: RawEvents.Form, _ dictionaries: inout Dictionaries
  ) throws -> PropertyList.Form {
    guard case .style(let number, let milliseconds) = form else { return .line }
    let known: PropertyList.Form
    if let style = styles[Int(number)] {
      known = style
    } else {
      let style = events.styles[Int(number)]
      known =
        try dictionaries.styles.number(of: style, in: database)
        .map { .style($0, milliseconds: 0) } ?? .line
      styles[Int(number)] = known
    }
    guard case .style(let kept, _) = known else { return .line }
    return .style(kept, milliseconds: milliseconds)
  }

  /// Stores the line of an event without a style.
  private func keepLine(ofEvent index: Int, table: Int, id: Int) throws {
    let insert = try DirectStatement("INSERT INTO line VALUES (?, ?, ?)", in: database)
    switch events.records[index].form {
    case .line(let offset, let count):
      let line = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
      try insert.insert(.integer(table), .integer(id), .bytes(line))
    case .style(let style, let milliseconds):
      let style = events.styles[Int(style)]
      guard let line = try style.line(of: events[index], milliseconds: milliseconds) else {
        throw PackedReader.damage
      }
      try line.withUnsafeBytes {
        try insert.insert(.integer(table), .integer(id), .bytes($0))
      }
    }
  }
}
