import MPQ
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

/// What is defined at the prompt is known to later statements.
struct DefinitionsTests {
  private var shell = ShellState()
  private static let context = ShellContext(defaults: .standard)

  private mutating func type(_ line: String) -> [ShellAction] {
    shell.reduce(.line(line), Self.context)
  }

  private mutating func texts(_ line: String) -> [String]? {
    guard case .run(let program) = type(line).last else { return nil }
    return program.outputs.map(\.text)
  }

  @Test mutating func aNameIsKept() {
    #expect(type("let a = top events limit 3") == [.remember("let a = top events limit 3")])
    #expect(texts("a | first 1") == ["a | first 1"])
    #expect(texts("let b = a | first 2\nb") == ["b"])
    #expect(shell.definitions.text == "let a = top events limit 3;\nlet b = a | first 2;\n")
  }

  @Test mutating func aNewDefinitionReplacesTheOld() {
    _ = type("let a = top events")
    _ = type("let a = events x")
    guard case .run(let program) = type("a").last else {
      Issue.record("not run")
      return
    }
    #expect(program.query(ofOutput: 0)?.form == .events)
    #expect(shell.definitions.text == "let a = events x;\n")
  }

  @Test mutating func aWrongDefinitionIsNotKept() {
    _ = type("let a = top events | sort nosuch")
    #expect(shell.definitions.text == "")
  }

  @Test mutating func parametersAreKept() {
    _ = type("param n = 2")
    #expect(texts("top events | first :n") == ["top events | first 2"])
    _ = type("param n = 3")
    #expect(texts("top events | first :n") == ["top events | first 3"])
  }

  @Test mutating func commandsKnowThem() {
    _ = type("let a = top events")
    guard case .run(let program) = type(".explain a | first 1").last else {
      Issue.record("not explained")
      return
    }
    #expect(program.outputs.map(\.isExplain) == [true])
    guard case .watch(let watched, seconds: 5) = type(".watch 5 a | first 1").last else {
      Issue.record("not watched")
      return
    }
    #expect(watched.callCount == 1)
  }

  @Test mutating func scriptsDefine() throws {
    let script = try SourceText("let a = top events", name: "x.mpq")
    #expect(shell.reduce(.script(script), Self.context) == [])
    #expect(texts("a") == ["a"])
  }
}
