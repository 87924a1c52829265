import MPQFiles
import Testing

@testable import MPQProgram

/// Which pager shows long answers, and whether it gets colours.
struct PagerTests {
  private static func pager(_ pager: String?, less: String?) -> Pager? {
    var variables: [String: String] = [:]
    variables["PAGER"] = pager
    variables["LESS"] = less
    return Pager(Environment(variables))
  }

  /// PAGER, LESS, and whether colours go through.
  @Test(
    arguments: [
      (nil, nil, true), (nil, "-j10", true), ("less", nil, true), ("/usr/bin/less", nil, true),
      ("less", "-i", false), ("less -R", "-i", true), ("less", "-iR", true), ("less", "FRX", true),
      ("less", "-i -r", true), ("less", "--RAW-CONTROL-CHARS", true), ("less", "--quiet", false),
      ("less", "-j10", false), ("less", "-PReport", false), ("less -FX", "i", false),
      ("more", nil, false), ("most", nil, false), ("cat", nil, true), ("less -R | cat", nil, false),
    ] as [(String?, String?, Bool)])
  func colors(pager: String?, less: String?, takesColors: Bool) throws {
    let chosen = try #require(Self.pager(pager, less: less))
    #expect(chosen.takesColors == takesColors)
    #expect(chosen.variables == (less == nil ? ["LESS": "FRX"] : [:]))
    let text = Array("\u{1b}[1mname\u{1b}[0m\n".utf8)
    #expect(chosen.accepted(text) == (takesColors ? text : Array("name\n".utf8)))
  }

  @Test(arguments: ["", " ", "\t "])
  func blank(pager: String) {
    #expect(Self.pager(pager, less: nil) == nil)
  }
}
