import TestSupport
import Testing

/// The repository keeps its rules.
@Suite struct TidyTests {
  @Test func everyFileKeepsEveryRule() throws {
    let files = try Repository.textFiles()
    #expect(files.contains { $0.path == "Package.swift" })
    let findings = files.flatMap { file in Rule.all.flatMap { $0.findings(in: file) } }
    let report = findings.map(\.description).joined(separator: "\n")
    #expect(findings.isEmpty, "\(report)")
  }

  @Test func topLevelHoldsFewThings() throws {
    let expected: Set = [
      "Package.swift", "Package.resolved", "Sources", "Tests", "examples", "README.md",
      "grammar.md",
    ]
    let found = try Repository.trackedPaths().compactMap { $0.split(separator: "/").first }
    let others = Set(found.map(String.init)).subtracting(expected).filter { !$0.hasPrefix(".") }
    #expect(others.isEmpty)
  }
}

/// Each rule finds what it forbids, on the right line, and lets the rest pass.
@Suite struct RuleTests {
  @Test(arguments: [
    ("Sources/MPQ/A.swift", "let a = b!\n", [1]),
    ("Sources/MPQ/A.swift", "let a = try! b()\n", [1]),
    ("Sources/MPQ/A.swift", "let a = 1\nlet c = b as! Int\n", [2]),
    ("Sources/MPQ/A.swift", "let a = b[0]!.c(d()!)\n", [1, 1]),
    ("Sources/MPQ/A.swift", "let a: Int! = nil\n", [1]),
    ("Sources/MPQ/A.swift", "let a = \"\\(b!)\"\n", [1]),
    ("Sources/MPQ/A.swift", "let a = !b != c // no!\n/* no! */ let d = \"no!\"\n", []),
    ("Sources/MPQ/A.swift", "let a = #\" no!\\(b!) \"#\n", []),
    ("Sources/MPQ/A.swift", "fatalError(\"no\")\n", [1]),
    ("Sources/MPQ/A.swift", "struct A: @unchecked Sendable {}\n", [1]),
    ("Tests/MPQTests/A.swift", "nonisolated(unsafe) var a = 1\n", [1]),
    ("Sources/MPQ/A.swift", "print(1)\n", [1]),
    ("Sources/MPQ/A.swift", "// print(1)\nprinter.print(1)\nsprint(1)\n", []),
    ("Sources/mpq/A.swift", "print(1)\n", []),
    ("Sources/MPQ/A.swift", "\n" + String(repeating: "/", count: 101) + "\n", [2]),
    ("Sources/CDigest/A.c", String(repeating: "ä", count: 100) + "\n", []),
    ("Sources/CDigest/A.c", String(repeating: "ä", count: 101) + "\n", [1]),
    ("Sources/MPQ/A.swift", String(repeating: "\n", count: 350), []),
    ("Sources/MPQ/A.swift", String(repeating: "\n", count: 351), [0]),
    ("README.md", "one\nTO" + "DO two\n", [2]),
    ("examples/run", "cd /work" + "/main\n", [1]),
  ])
  func finds(_ path: String, _ text: String, _ expected: [Int]) {
    #expect(lines(in: SourceFile(path: path, text: text)) == expected)
  }

  @Test(arguments: [
    ("Sources/MPQSyntax/A.swift", "import Foundation", ["imports Foundation"]),
    ("Sources/MPQAPI/A.swift", "internal import CDigest", []),
    ("Sources/MPQAPI/A.swift", "import MPQSyntax", ["imports MPQSyntax"]),
    ("Sources/MPQ/A.swift", "public import struct MPQAPI.Call", []),
    ("Sources/MPQ/A.swift", "public import struct MPQHTTP.Client", ["imports MPQHTTP"]),
    ("Sources/mpq/A.swift", "#if a\n  import NIOCore\n#endif", ["imports NIOCore"]),
    ("Sources/MPQServer/A.swift", "@preconcurrency import NIOCore", []),
    ("Sources/MPQNew/A.swift", "", ["the target has no row in the table of imports"]),
    ("Tests/MPQTests/A.swift", "import Foundation", []),
  ])
  func checksImports(_ path: String, _ text: String, _ expected: [String]) {
    let findings = Rule.importsByTarget.findings(in: SourceFile(path: path, text: text))
    #expect(findings.map(\.message) == expected)
  }

  @Test(arguments: [
    ("func a() {\n}", [2]),
    ("private func a(\n  b: () -> Int = { 1 }\n) -> Int\nwhere C: D {\n  {\n  }()\n}\n", [7]),
    ("struct A {\n  init(b: Int) {\n    self.init()\n  }\n  deinit { c() }\n}", [3, 1]),
    ("protocol A {\n  func b() -> Int\n\n  init()\n  var c: Int { get }\n}", []),
    ("// func a() {\nlet b = \"func c() {\"\n", []),
    ("subscript(a: Int) -> Int {\n  func b() {\n  }\n}", [4, 2]),
  ])
  func measuresFunctions(_ text: String, _ expected: [Int]) {
    let file = SourceFile(path: "Sources/MPQ/A.swift", text: text)
    #expect(FunctionLength.functions(in: file.code).map(\.lines) == expected)
  }

  @Test func limitsFunctions() {
    let body = String(repeating: "\n", count: FunctionLength.limit - 1)
    let right = SourceFile(path: "Tests/MPQTests/A.swift", text: "func a() {\(body)}\n")
    let long = SourceFile(path: "Tests/MPQTests/A.swift", text: "\nfunc a() {\n\(body)}\n")
    #expect(lines(in: right).isEmpty)
    #expect(lines(in: long) == [2])
  }

  @Test(arguments: [
    ("a // b\nc", "a     \nc"),
    ("/* a /* b */ c */ d", "                  d"),
    (#""a\"b" c"#, #""    " c"#),
    (#""a\(b + "c\(d)")e""#, #"" \(b + " \(d)") ""#),
    (##"#"a"\(b)"# c"##, ##"#"      "# c"##),
    ("\"\"\"\na \"b\"\n\"\"\" c", "\"\"\"\n     \n\"\"\" c"),
  ])
  func blanks(_ text: String, _ expected: String) {
    #expect(SourceFile(path: "A.swift", text: text).code == expected)
  }

  private func lines(in file: SourceFile) -> [Int] {
    Rule.all.flatMap { $0.findings(in: file) }.map(\.line)
  }
}
