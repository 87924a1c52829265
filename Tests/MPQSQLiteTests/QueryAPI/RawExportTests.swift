import MPQAPI
import Synchronization
import TestSupport
import Testing

@testable import MPQStore

/// The raw export: which events it has, and which requests it refuses.
struct RawExportTests {
  /// The lines that a request gets, without their ends; `nil` if it is refused.
  private static func lines(
    _ query: String, zone: String = "UTC", as authorization: String? = QueryProject.projectSecret
  ) async throws -> (lines: [String], refusal: Response?) {
    let project = try await QueryProject(zone: zone).project
    let admission = project.handler.admit(
      path: ExportCall.path, query: query, authorization: authorization, time: 1)
    switch admission {
    case .admitted: return ([], nil)
    case .refused(let response): return ([], response)
    case .export(let export):
      let bytes = Mutex<[UInt8]>([])
      try await export.write { part in bytes.withLock { $0 += part } }
      let text = String(decoding: bytes.withLock { $0 }, as: UTF8.self)
      return (text.split(separator: "\n").map(String.init), nil)
    }
  }

  /// Days, other parameters, the number of lines, and the beginning of the first one.
  @Test(arguments: [
    ("2024-01-01", "2024-01-31", "", 9, #"{"event": "a", "properties": {"time": 1705885200, "#),
    ("2024-01-22", "2024-01-22", "", 3, #"{"event": "a", "properties": {"time": 1705885200, "#),
    (
      "2024-01-22", "2024-01-31", "&event=%5B%22b%22,%22x%22,%22b%22%5D", 2,
      #"{"event": "b", "properties": {"time": 1705888800, "distinct_id": "u1"}}"#
    ),
    ("2024-01-01", "2024-01-31", "&limit=4", 4, #"{"event": "a", "#),
    ("2024-01-01", "2024-01-31", "&limit=100000&time_in_ms=false&where=&x=y", 9, "{"),
    ("2024-01-24", "2024-01-28", "", 0, ""), ("2000-01-01", "2000-01-02", "", 0, ""),
  ])
  func daysAreThoseOfUTC(
    _ from: String, _ to: String, _ others: String, _ count: Int, _ first: String
  ) async throws {
    for zone in ["UTC", "Asia/Tokyo", "America/Los_Angeles"] {
      let (lines, refusal) = try await Self.lines(
        "from_date=\(from)&to_date=\(to)\(others)", zone: zone)
      #expect(refusal == nil)
      #expect(lines.count == count)
      #expect((lines.first ?? "").hasPrefix(first))
    }
  }

  @Test(arguments: [
    ("from_date=2024-01-01", "Missing required parameter: to_date"),
    ("from_date=x&to_date=2024-01-01", "Invalid parameter: from_date"),
    ("from_date=2024-01-02&to_date=2024-01-01", "from_date cannot be later than to_date"),
    ("from_date=2024-01-02&to_date=2024-02-01", "to_date cannot be later than today"),
    ("from_date=2024-01-01&to_date=2024-01-01&limit=100001", "Invalid parameter: limit"),
    ("from_date=2024-01-01&to_date=2024-01-01&event=a", "Invalid JSON Format: event"),
    (
      "from_date=2024-01-01&to_date=2024-01-01&where=true",
      "Invalid parameter: where: mpqd cannot filter events by properties"
    ),
    (
      "from_date=2024-01-01&to_date=2024-01-01&time_in_ms=true",
      "Invalid parameter: time_in_ms: mpqd writes times in seconds"
    ),
    (
      "from_date=2024-01-01&to_date=2024-01-01&project_id=7",
      "Invalid parameter: project_id: a project secret is sent without it"
    ),
  ])
  func isRefused(_ query: String, _ error: String) async throws {
    let refusal = try #require(try await Self.lines(query).refusal)
    #expect(refusal.status == 400)
    #expect(String(decoding: refusal.body, as: UTF8.self).hasPrefix("{\"error\": \"\(error)"))
  }

  @Test func aStrangerIsRefused() async throws {
    let query = "from_date=2024-01-01&to_date=2024-01-31"
    #expect(try await Self.lines(query, as: nil).refusal?.status == 401)
    #expect(try await Self.lines(query, as: "Basic x:").refusal?.status == 401)
  }

  @Test(arguments: [
    (nil, ["a\n", "b\n"], ["a\n", "b\n"]), (1, ["a\nb\n", "c\n"], ["a\n"]),
    (2, ["a\nb\n", "c\n"], ["a\nb\n"]), (3, ["a\nb\n", "c\nd\n"], ["a\nb\n", "c\n"]),
    (9, ["a\n"], ["a\n"]),
  ])
  func aLimitCountsLines(_ limit: Int?, _ parts: [String], _ expected: [String]) {
    let counter = LineLimit(limit)
    var taken: [String] = []
    for part in parts {
      let (lines, isLast) = counter.taking(Array(part.utf8))
      taken.append(String(decoding: lines, as: UTF8.self))
      guard !isLast else { break }
    }
    #expect(taken == expected)
  }
}
