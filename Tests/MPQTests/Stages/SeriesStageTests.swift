import MPQSyntax
import Testing

@testable import MPQ

/// The stages that compute along rows and columns.
struct SeriesStageTests {
  @Test(arguments: [
    StageFact(
      .share,
      "date* date, a integer, b number, t text\nd1, 1, 3, x\nd2, -, 2, y\nd3, 0, 0, z\nd4, -, -, -",
      """
      date* date, a fraction, b fraction, t text
      d1, 0.25, 0.75, x
      d2, -, 1, y
      d3, -, -, z
      d4, -, -, -
      """
    ),
    StageFact(
      .change(nil), "date* date, n integer\nd1, 4\nd2, 5\nd3, 0\nd4, 7\nd5, -\nd6, 1",
      "date* date, n fraction\nd1, -\nd2, 0.25\nd3, -1\nd4, -\nd5, -\nd6, -"),
    StageFact(
      .change(2), "date* date, n integer\nd1, 4\nd2, 5\nd3, 6\nd4, 10",
      "date* date, n fraction\nd1, -\nd2, -\nd3, 0.5\nd4, 1"),
    StageFact(.change(999_999_999), "n integer\n4\n5", "n fraction\n-\n-"),
    StageFact(
      // The values of one event are a series.
      .change(nil), "event* text, date* date, n integer\na, d1, 1\nb, d1, 10\na, d2, 2\nb, d2, 5",
      "event* text, date* date, n fraction\na, d1, -\nb, d1, -\na, d2, 1\nb, d2, -0.5"),
    StageFact(
      // Without dates, all rows are.
      .change(nil), "event* text, n integer\na, 1\nb, 10\na, 2",
      "event* text, n fraction\na, -\nb, 9\na, -0.8"),
    StageFact(
      .rolling(2),
      "date* date, n integer, r fraction\nd1, 1, 0.5\nd2, 2, 0.25\nd3, -, 1\nd4, 5, 0\nd5, 6, 2",
      """
      date* date, n number, r fraction
      d1, -, -
      d2, 1.5, 0.375
      d3, -, 0.625
      d4, -, 0.5
      d5, 5.5, 1
      """),
    StageFact(
      .rolling(3), "n number\n0.5\n1\n1.5\n2\n2.5\n3\n-\n1.5\n2\n2.5",
      "n number\n-\n-\n1\n1.5\n2\n2.5\n-\n-\n-\n2"),
    StageFact(.rolling(1), "n number\n0.5\n-\n3", "n number\n0.5\n-\n3"),
    StageFact(.rolling(4), "n number\n0.5\n1\n3", "n number\n-\n-\n-"),
    StageFact(
      .rolling(2), "n integer\n9223372036854775807\n9223372036854775807\n1\n2",
      "n number\n-\n9223372036854776000\n4611686018427388000\n1.5"),
    StageFact(
      .rolling(2), "event* text, date* date, n integer\na, d1, 1\nb, d1, 10\na, d2, 2\nb, d2, 5",
      "event* text, date* date, n number\na, d1, -\nb, d1, -\na, d2, 1.5\nb, d2, 7.5"),
    StageFact(
      .cumulate, "date* date, n integer, r number, t text\nd1, 1, 0.5, x\nd2, -, 1, y\nd3, 4, -, z",
      "date* date, n integer, r number, t text\nd1, 1, 0.5, x\nd2, -, 1.5, y\nd3, 5, -, z"),
    StageFact(
      .cumulate, "event* text, date* date, n integer\na, d1, 1\nb, d1, 10\na, d2, 2\nb, d2, 5",
      "event* text, date* date, n integer\na, d1, 1\nb, d1, 10\na, d2, 3\nb, d2, 15"),
    StageFact(
      .cumulate, "n integer\n9223372036854775807\n1\n-1",
      "n integer\n9223372036854775807\n9223372036854776000\n9223372036854775807"),
    StageFact(.cumulate, "date* date, n integer", "date* date, n integer"),
  ])
  func row(_ fact: StageFact) {
    #expect(fact.result.text == fact.output)
    #expect(fact.result.notes == fact.notes)
  }
}
