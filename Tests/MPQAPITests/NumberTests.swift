import Testing

@testable import MPQAPI

/// How numbers are written.
struct NumberTests {
  private func written(_ number: Number) -> String {
    var bytes = Array("x".utf8)
    number.append(to: &bytes)
    return String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  @Test func integers() {
    var powers = [1]
    while powers.count < 19 { powers.append(powers[powers.count - 1] * 10) }
    let some = [0, 42, -42, 1_234_567_890, Int.max, .min, .min + 1]
    for integer in some + powers.flatMap({ [$0, $0 - 1, $0 + 1, -$0] }) {
      #expect(written(.integer(integer)) == String(integer))
    }
  }

  @Test(arguments: [
    (0.5, "0.5"), (-0.0, "-0.0"), (4, "4.0"), (1e300, "1e+300"), (0.1 + 0.2, "0.30000000000000004"),
    (.infinity, ""), (-.infinity, ""), (.nan, ""),
  ])
  func doubles(_ double: Double, _ text: String) {
    #expect(written(.double(double)) == text)
  }
}
