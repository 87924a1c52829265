import MPQSyntax
import Testing

@testable import MPQCompiler

/// The kinds of results.
struct KindRulesTests {
  private static let integer = KindRules.Operand.column(.integer)
  private static let number = KindRules.Operand.column(.number)
  private static let fraction = KindRules.Operand.column(.fraction)
  private static let two = KindRules.Operand.literal("2")
  private static let half = KindRules.Operand.literal("0.5")

  @Test(
    arguments: [
      (integer, .plus, integer, .integer),
      (integer, .minus, number, .number),
      (integer, .plus, two, .integer),
      (half, .minus, integer, .number),
      (number, .plus, number, .number),
      (fraction, .minus, fraction, .fraction),
      (two, .minus, fraction, .fraction),
      (fraction, .plus, half, .fraction),
      (fraction, .plus, integer, .number),
      (two, .plus, two, .integer),
      (two, .plus, half, .number),
      (integer, .times, integer, .integer),
      (integer, .times, two, .integer),
      (integer, .times, half, .number),
      (fraction, .times, fraction, .fraction),
      (fraction, .times, two, .number),
      (number, .times, fraction, .number),
      (integer, .over, integer, .fraction),
      (number, .over, integer, .fraction),
      (fraction, .over, fraction, .fraction),
      (fraction, .over, two, .fraction),
      (fraction, .over, integer, .number),
      (integer, .over, two, .number),
      (two, .over, integer, .number),
      (two, .over, fraction, .number),
    ] as [(KindRules.Operand, ArithmeticSign, KindRules.Operand, ColumnKind)])
  func arithmetic(
    _ left: KindRules.Operand, _ sign: ArithmeticSign, _ right: KindRules.Operand,
    _ kind: ColumnKind
  ) {
    #expect(KindRules.kind(left, sign, right) == kind)
  }

  @Test(
    arguments: [
      ([], .number),
      ([.integer, .integer], .integer),
      ([.integer, .fraction], .number),
      ([.date, .date], .date),
      ([.date, .text], .text),
      ([.text, .integer], nil),
    ] as [([ColumnKind], ColumnKind?)])
  func merged(_ kinds: [ColumnKind], _ kind: ColumnKind?) {
    #expect(KindRules.merged(kinds) == kind)
  }

  @Test func means() {
    #expect(KindRules.mean(of: .integer) == .number)
    #expect(KindRules.mean(of: .fraction) == .fraction)
  }
}
