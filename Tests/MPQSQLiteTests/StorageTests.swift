import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// The small parts of storing and counting events.
@Suite struct StorageTests {
  @Test func propertyLists() throws {
    var random = SeededGenerator(3)
    for _ in 0..<500 {
      var property = 0
      let entries = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        property += Int.random(
          in: 1...(1 << Int.random(in: 0...20, using: &random)), using: &random)
        return PropertyList.Entry(
          property: property, value: Int.random(in: 1...(1 << 40), using: &random),
          isText: Bool.random(using: &random))
      }
      for (order, isPlain) in [(entries, true), (entries.shuffled(using: &random), false)] {
        let form =
          isPlain
          ? .plain
          : PropertyList.Form.style(
            Int.random(in: 0..<PropertyList.Form.styleLimit, using: &random),
            milliseconds: Int.random(in: 0...999, using: &random))
        let bytes = PropertyList.bytes(of: order, form)
        #expect((bytes.first != 0) == (isPlain || form == .plain && order == entries))
        let read = try bytes.withUnsafeBytes { try PropertyList.read($0) }
        #expect(read.entries == order && read.form == form)
      }
      let bytes = PropertyList.bytes(of: entries, .line)
      let read = try bytes.withUnsafeBytes { try PropertyList.read($0) }
      #expect(read.entries == entries && read.form == .line)
    }
  }

  /// Styles are stored as a few bytes; other bytes are invalid.
  @Test func styles() {
    var random = SeededGenerator(5)
    var count = 0
    for _ in 0..<5000 {
      var bytes = (0..<6).map { _ in UInt8.random(in: 0...255, using: &random) }
      bytes[1] &= 3
      guard let style = LineStyle(bytes: bytes) else { continue }
      count += 1
      #expect(style.bytes == bytes)
      #expect(LineStyle(bytes: bytes + [0]) == nil)
    }
    #expect(1000 < count && count < 4000)
    #expect(LineStyle(bytes: LineStyle.canonical.bytes) == .canonical)
  }

  @Test func damagedPropertyLists() {
    var random = SeededGenerator(4)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &random) ? 255 : 3), using: &random)
      }
      bytes.withUnsafeBytes { buffer in
        var reader = PropertyList.Reader(buffer)
        var count = 0
        while let entry = reader.next() {
          count += 1
          #expect(entry.property > 0)
        }
        #expect(count <= bytes.count / 2)
      }
    }
  }

  @Test(arguments: [1, 100, 5000, 100_000])
  func userUnions(_ highest: Int) {
    var random = SeededGenerator(UInt64(highest))
    var union = UserUnion(highest: highest)
    var expected: Set<UInt32> = []
    for _ in 0..<3000 {
      let user = UInt32.random(in: 1...UInt32(highest), using: &random)
      if Bool.random(using: &random) {
        let isNew = union.insert(user)
        #expect(isNew == expected.insert(user).inserted)
      } else {
        union.remove(user)
        expected.remove(user)
      }
      #expect(union.count == expected.count)
    }
    union.reset()
    #expect(union.count == 0)
    let isNew = union.insert(UInt32(highest))
    #expect(isNew)
  }

  @Test func mergedBuckets() {
    let buckets = Buckets(
      labels: ["a", "b", "c"],
      stretches: [
        Buckets.Stretch(start: 20, end: 30, bucket: 1),
        Buckets.Stretch(start: 0, end: 10, bucket: 0),
        Buckets.Stretch(start: 10, end: 15, bucket: 1),
        Buckets.Stretch(start: 15, end: 20, bucket: 0),
        Buckets.Stretch(start: 40, end: 50, bucket: 2),
        Buckets.Stretch(start: 35, end: 35, bucket: 2),
      ])
    #expect(
      buckets.merged.stretches == [
        Buckets.Stretch(start: 0, end: 30, bucket: 0),
        Buckets.Stretch(start: 40, end: 50, bucket: 0),
      ])
  }
}
