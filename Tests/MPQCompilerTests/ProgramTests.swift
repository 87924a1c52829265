import MPQAPI
import MPQSyntax
import Synchronization
import Testing

@testable import MPQCompiler

/// The graph of a program: equal parts once, and what the statements need.
struct ProgramTests {
  private static func program(_ text: String) throws -> Program {
    let compilation = Compiler().compile([try SourceText(text, name: "test.mpq")])
    try #require(compilation.diagnostics == [])
    return compilation.program
  }

  @Test(arguments: [
    ("top events", 1, 1), ("top events; top events", 1, 1),
    ("events a + events a", 2, 1), ("events a days 7 + events a", 2, 1),
    ("let x = events a\nx | first 1\nx | first 1", 2, 1),
    ("let x = events a\nlet y = events b\nx", 2, 1),
    ("events a, b by p", 1, 2), ("events a by p\nevents a, b by p", 2, 2),
    ("explain events a\nevents b", 2, 1),
    ("events a / events b | rolling 7\nevents a / events b | rolling 14", 5, 2),
    ("(events a | first 3) / 2 * 3", 4, 1), ("events a * (2 * 3)", 2, 1),
  ])
  func sizes(_ text: String, _ nodes: Int, _ calls: Int) throws {
    let program = try Self.program(text)
    #expect(program.nodes.count == nodes)
    #expect(program.callCount == calls)
  }

  @Test func nodesComeAfterWhatTheyUse() throws {
    let program = try Self.program(
      "let a = events x\nlet b = a + a\nb / a | rolling 2\n(b | first 3) - a\nb")
    for (place, node) in program.nodes.enumerated() {
      #expect(node.inputs.allSatisfy { $0 < place })
    }
    #expect(program.parts(of: program.outputs[2].node).count == 2)
  }

  @Test func outputs() throws {
    let program = try Self.program(
      "param file = \"a.csv\"\ntop events | save :file | chart bar\nshow events | chart")
    #expect(program.outputs.map(\.path) == ["a.csv", nil])
    #expect(program.outputs.map(\.chart) == [Program.Chart(.bar), Program.Chart(nil)])
    #expect(program.outputs[0].text == "top events | save \"a.csv\" | chart bar")
  }

  // MARK: - Included files

  private final class Files: Sendable {
    let texts: [String: String]
    let reads = Mutex(0)

    init(_ texts: [String: String]) {
      self.texts = texts
    }

    func read(_ path: String, _ includer: Includer) throws(IncludeFailure) -> IncludedText {
      reads.withLock { $0 += 1 }
      guard let text = texts[path], let source = try? SourceText(text, name: path) else {
        throw IncludeFailure("No such file or directory")
      }
      return IncludedText(source, identity: path)
    }
  }

  private static func compile(_ text: String, _ files: [String: String]) throws -> Compilation {
    let files = Files(files)
    return Compiler(include: files.read).compile([try SourceText(text, name: "main.mpq")])
  }

  @Test func includedDefinitionsAreKnown() throws {
    let compilation = try Self.compile(
      "include \"a.mpq\"\ninclude \"b.mpq\"\nx / y",
      ["a.mpq": "include \"b.mpq\"\nlet x = y | first 3", "b.mpq": "let y = events a"])
    #expect(compilation.diagnostics == [])
    #expect(compilation.program.outputs.count == 1)
  }

  @Test func problemsOfIncludedFilesHaveTheirPlace() throws {
    let compilation = try Self.compile(
      "top events\ninclude \"a.mpq\"", ["a.mpq": "let x = top events | sort foo"])
    let problem = try #require(compilation.diagnostics.first)
    #expect(
      problem.rendered(in: compilation.program.sources) == """
        a.mpq:1:27: error: the table has no column "foo"
          let x = top events | sort foo
                                    ^^^
        hint: columns: "event", "amount", "change"
        included from main.mpq:2:9
        """)
  }

  @Test(arguments: [
    (["a.mpq": "include \"a.mpq\""], "\"a.mpq\" includes itself"),
    (
      ["a.mpq": "include \"b.mpq\"", "b.mpq": "include \"a.mpq\""], "\"a.mpq\" includes itself"
    ),
    ([:], "cannot include \"a.mpq\": No such file or directory"),
  ])
  func refusedIncludes(_ files: [String: String], _ message: String) throws {
    let compilation = try Self.compile("include \"a.mpq\"", files)
    #expect(compilation.diagnostics.map(\.message) == [message])
  }

  @Test func includesAreNotDeep() throws {
    var files: [String: String] = [:]
    for depth in 0..<20 { files["\(depth).mpq"] = "include \"\(depth + 1).mpq\"" }
    files["20.mpq"] = "let x = top events"
    let compilation = try Self.compile("include \"0.mpq\"", files)
    #expect(compilation.diagnostics.map(\.message) == ["more than 16 files include one another"])
  }
}
