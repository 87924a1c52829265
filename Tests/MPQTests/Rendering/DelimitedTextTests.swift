import MPQAPI
import MPQCompiler
import Testing

@testable import MPQ

/// How single fields are written in csv and tsv.
struct DelimitedTextTests {
  private func line(
    _ cells: [Table.Cell], _ format: OutputFormat, _ options: RenderingOptions = .init()
  ) -> String? {
    let columns = cells.enumerated().map { place, cell in
      if case .number = cell {
        Table.Heading("c\(place)", .number)
      } else {
        Table.Heading("c\(place)", .text)
      }
    }
    let answer = Answer(query: "q", table: Table(headings: columns, rows: [cells]))
    let text = Renderer(format: format, options: options).text(answer)
    guard let end = text.utf8.firstIndex(of: 0x0a), text.utf8.last == 0x0a else { return nil }
    return String(text.utf8.suffix(from: end).dropFirst().dropLast())
  }

  @Test(arguments: [
    ("plain", "plain"), ("größe", "größe"), ("a b", "a b"), ("", "\"\""), (" a", "\" a\""),
    ("a ", "\"a \""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("\tb", "\"\tb\""), ("\u{1b}", "\"\u{1b}\""),
    ("a\u{0}b", "\"a\u{fffd}b\""), ("=1+2", "=1+2"),
  ])
  func csv(_ text: String, _ field: String) {
    #expect(line([.text(text), .text("end")], .csv) == field + ",end")
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e"), ("\"", "\""),
    ("a\u{0}b", "a\u{fffd}b"),
  ])
  func tsv(_ text: String, _ field: String) {
    #expect(line([.text(text), .text("end")], .tsv) == field + "\tend")
  }

  @Test(arguments: [
    (Table.Cell.null, "", "\\N"), (.number(.integer(-3)), "-3", "-3"),
    (.number(.double(0.5538)), "0.5538", "0.5538"), (.number(.double(1e300)), "1e+300", "1e+300"),
    (.number(.double(.infinity)), "", ""),
  ])
  func valuesThatAreNoTexts(_ cell: Table.Cell, _ csv: String, _ tsv: String) {
    #expect(line([cell, .text("end")], .csv) == csv + ",end")
    #expect(line([cell, .text("end")], .tsv) == tsv + "\tend")
  }

  @Test func aSingleNullIsNotAnEmptyLine() {
    #expect(line([.null], .csv) == "\"\"")
  }

  @Test(arguments: [
    ("=1+2", "'=1+2"), ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("\t=1", "\"'\t=1\""),
    ("\r=1", "\"'\r=1\""), ("1=1", "1=1"), ("", "\"\""),
  ])
  func formulasAreDefused(_ text: String, _ field: String) {
    let options = RenderingOptions(defusesFormulas: true)
    #expect(line([.text(text), .number(.integer(-1))], .csv, options) == field + ",-1")
  }

  @Test func formulasInHeadersAreDefused() {
    let table = Table(headings: [Table.Heading("=1", .number)], rows: [])
    let options = RenderingOptions(defusesFormulas: true)
    #expect(
      Renderer(format: .csv, options: options).text(Answer(query: "q", table: table)) == "'=1\n")
  }

  @Test func terminalsGetNoOrders() {
    let options = RenderingOptions(isTerminal: true)
    #expect(line([.text("\u{1b}[2J\u{9b}")], .csv, options) == "\\u{1B}[2J\\u{9B}")
    #expect(line([.text("\u{1b}\t\\")], .tsv, options) == "\\u{1B}\\t\\\\")
  }
}
