internal import MPQAPI

/// Writes events as lines of an export, in one spelling.
struct CanonicalLine {
  /// A value is no JSON.
  struct Damage: Error {}

  private(set) var bytes: [UInt8] = []
  /// Names of events and properties as they are written.
  private var names: [ByteText: [UInt8]] = [:]

  private static let nameLimit = 10_000

  /// Begins with nothing, in the room that is there.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends the line of `event`, whose properties are in the order of their names' bytes.
  mutating func append(_ event: RawEvent) throws(Damage) {
    bytes += "{\"event\": ".utf8
    bytes += quoted(event.event)
    bytes += ", \"properties\": {\"time\": \(event.time), \"distinct_id\": ".utf8
    bytes += JSONWriter.bytes(.text(event.user))
    if let insertID = event.insertID {
      bytes += ", \"$insert_id\": ".utf8
      bytes += JSONWriter.bytes(.text(insertID))
    }
    for property in event.properties {
      bytes += ", ".utf8
      bytes += quoted(property.name)
      bytes += ": ".utf8
      guard !property.isText else {
        bytes += JSONWriter.bytes(.text(property.text))
        continue
      }
      do {
        bytes += JSONWriter.bytes(try JSONReader.read(Array(property.text.utf8)))
      } catch {
        throw Damage()
      }
    }
    bytes += "}}\n".utf8
  }

  private mutating func quoted(_ name: String) -> [UInt8] {
    let key = ByteText(name)
    if let known = names[key] { return known }
    if names.count >= Self.nameLimit { names.removeAll() }
    let quoted = JSONWriter.bytes(.text(name))
    names[key] = quoted
    return quoted
  }
}
