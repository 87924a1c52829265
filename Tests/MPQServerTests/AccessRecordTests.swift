import HTTPTypes
import MPQAPI
import Testing

@testable import MPQServer

/// What the log shows of texts that strangers choose.
struct AccessRecordTests {
  @Test(arguments: [
    ("/api/2.0/events", "/api/2.0/events"),
    ("a b\n\u{1b}[31mü\u{202e}", "a%20b%0A%1B[31m%C3%BC%E2%80%AE"),
    (String(repeating: "x", count: 101), String(repeating: "x", count: 100) + "..."),
    ("", ""),
  ])
  func showsOneWord(_ text: String, _ word: String) {
    #expect(AccessRecord.word(text) == word)
  }

  @Test(arguments: [
    ("", "..."), ("k", "..."), ("key", "k..."), ("ed0b4e21aa", "ed0b..."),
    ("\n\n\n\n", "%0A%0A..."),
  ])
  func shortensKeys(_ key: String, _ shown: String) {
    #expect(AccessRecord.shortened(key) == shown)
  }

  @Test(arguments: [
    (Duration.zero, "0.000"), (.microseconds(1500), "1.500"), (.seconds(61), "61000.000"),
    (.nanoseconds(999), "0.000"), (.microseconds(7), "0.007"),
  ])
  func countsMilliseconds(_ duration: Duration, _ text: String) {
    #expect(Milliseconds(duration).description == text)
  }

  @Test func keepsNoValueAndNoUnknownName() {
    let record = AccessRecord(
      method: "GET",
      target: .init(
        path: "/api/2.0/events",
        query: "event=%5B%22pages%22%5D&hunter2=x&sig=cafe&api_key=ed0b4e21aa&expire=99"),
      status: 200, bytes: 0, duration: .zero, waited: .microseconds(1500),
      address: ClientAddress([:], peer: "127.0.0.1", trusted: []))
    let text = record.metadata.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
    #expect(
      text == "bytes=0 client=127.0.0.1 endpoint=events key=ed0b... method=GET ms=0.000 "
        + "parameters=event,sig,api_key,expire queue_ms=1.500 status=200")
  }
}
