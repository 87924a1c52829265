package import Logging
internal import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes each log event as one line of JSON.
///
/// Members: `time` (UTC, RFC 3339, milliseconds), `level`, `message`, and the metadata, sorted by
/// name. Numbers are JSON numbers, everything else is a string.
package struct JSONLogHandler: LogHandler {
  /// The least important level that is written.
  package var logLevel = Logger.Level.info
  /// The metadata of every event.
  package var metadata: Logger.Metadata = [:]

  private let write: @Sendable (_ line: [UInt8]) -> Void

  /// Creates a handler that passes whole lines, with a line feed, to `write`.
  package init(write: @escaping @Sendable (_ line: [UInt8]) -> Void) {
    self.write = write
  }

  /// The value of `key` in ``metadata``.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line.
  package func log(event: LogEvent) {
    var members = [
      JSONMember("time", .text(Self.now())), JSONMember("level", .text(event.level.rawValue)),
      JSONMember("message", .text("\(event.message)")),
    ]
    let all =
      metadata.isEmpty
      ? event.metadata ?? [:] : metadata.merging(event.metadata ?? [:]) { $1 }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      members.append(JSONMember(name, Self.json(value)))
    }
    write(JSONWriter.bytes(.object(members), isCompact: true) + [UInt8(ascii: "\n")])
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .stringConvertible(let number as Int): .number(String(number))
    case .stringConvertible(let number as Milliseconds): .number(number.description)
    default: .text("\(value)")
    }
  }

  private static func now() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return time(seconds: now.tv_sec, milliseconds: now.tv_nsec / 1_000_000)
  }

  /// A time in the format of RFC 3339, such as `2024-06-30T12:00:00.000Z`.
  static func time(seconds: Int, milliseconds: Int) -> String {
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    func digits(_ number: Int, _ count: Int) -> String {
      String(number).zeroPadded(to: count)
    }
    return
      "\(CivilDate(dayNumber: days))T\(digits(rest / 3600, 2)):\(digits(rest / 60 % 60, 2))"
      + ":\(digits(rest % 60, 2)).\(digits(milliseconds, 3))Z"
  }
}
