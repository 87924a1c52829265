import MPQStore
import Testing

struct VarintTests {
  @Test(
    arguments: [
      (0, [0]), (127, [127]), (128, [128, 1]), (300, [172, 2]), (1 << 56, [128] * 8 + [1]),
    ] as [(UInt64, [UInt8])])
  func numbersComeBack(_ number: UInt64, _ expected: [UInt8]) {
    var bytes: [UInt8] = [7]
    bytes.append(varint: number)
    #expect(Array(bytes.dropFirst()) == expected)
    var position = 1
    #expect(bytes.withUnsafeBytes { $0.varint(at: &position) } == number)
    #expect(position == bytes.count)
  }

  /// Cut off, empty, and longer than 63 bits.
  @Test(arguments: [[128], [], [255, 255], [128] * 9 + [1]] as [[UInt8]])
  func damage(_ bytes: [UInt8]) {
    var position = 0
    #expect(bytes.withUnsafeBytes { $0.varint(at: &position) } == nil)
  }
}

private func * (bytes: [UInt8], count: Int) -> [UInt8] {
  (0..<count).flatMap { _ in bytes }
}
