internal import Foundation
internal import GRDB
internal import MPQAPI
internal import MPQStore

extension SQLiteStore {
  func append(
    _ events: RawEvents, at mark: ImportMark?, commits: Bool
  ) async throws(StoreError) -> AppendSummary {
    let calendar = calendar
    return try await write(commits: commits) { database, dictionaries in
      let summary = try events.bytes.withUnsafeBytes { bytes in
        var appender = try Appender(events, bytes, database, calendar)
        try appender.run(&dictionaries)
        return appender.summary
      }
      try mark?.counting(summary).keep(in: database)
      return summary
    }
  }
}

extension Row {
  /// The number in a column of a file that may be damaged; GRDB's subscripts trap on other values.
  func number(at index: Int) throws -> Int { try Self.number(self[index]) }

  /// The number in the column called `name`.
  func number(_ name: String) throws -> Int { try Self.number(self[name]) }

  private static func number(_ value: DatabaseValue) throws -> Int {
    guard let number = Int.fromDatabaseValue(value) else { throw PackedReader.damage }
    return number
  }

  /// The text of a column with any bytes, including NUL.
  func byteText(at index: Int) -> ByteText { ByteText(text(at: index)) }

  /// The text of a column with any bytes, including NUL.
  func text(at index: Int) -> String {
    (try? withUnsafeData(atIndex: index) { $0.map { String(decoding: $0, as: UTF8.self) } }) ?? ""
  }
}
