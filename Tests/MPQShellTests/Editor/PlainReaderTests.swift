import Testing

@testable import MPQShell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct PlainReaderTests {
  /// The inputs that are read from `bytes`, including the end.
  private func inputs(_ bytes: [UInt8]) throws -> [LineInput] {
    let file = try #require(tmpfile())
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
    rewind(file)
    let reader = PlainReader(descriptor: fileno(file))
    var inputs: [LineInput] = []
    repeat { inputs.append(reader.read(prompt: "")) } while inputs.last != .endOfInput
    return inputs
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n\na\n", ["", "", "a"]),
    ("é 日\tb\r\nc", ["é 日\tb\r", "c"]),
  ])
  func lines(_ text: String, _ expected: [String]) throws {
    #expect(try inputs(Array(text.utf8)) == expected.map { .text($0) } + [.endOfInput])
  }

  @Test func badLinesAreSkipped() throws {
    #expect(
      try inputs(Array("a\n".utf8) + [0xff, 0x0a] + Array("b".utf8))
        == [.text("a"), .notUTF8, .text("b"), .endOfInput])
  }

  @Test(arguments: [0, 1, 65_536, 3 << 20])
  func longLinesAreSkipped(_ excess: Int) throws {
    let limit = PlainReader.byteLimit
    let line = [UInt8](repeating: 0x61, count: limit + excess)
    let first: LineInput =
      excess == 0 ? .text(String(repeating: "a", count: limit)) : .tooLong(limit: limit)
    #expect(try inputs(line + [0x0a, 0x62]) == [first, .text("b"), .endOfInput])
    #expect(try inputs(line) == [first, .endOfInput])
  }

  @Test func whatCannotBeRead() throws {
    let folder = open("/", O_RDONLY)
    defer { close(folder) }
    #expect(PlainReader(descriptor: folder).read(prompt: "") == .failed)
    #expect(PlainReader(descriptor: -1).read(prompt: "") == .failed)
  }

  @Test func anInterruptDropsWhatWasTyped() throws {
    let interrupts = try #require(InterruptSource())
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    let reader = PlainReader(descriptor: ends[0], interrupts: interrupts)
    #expect(write(ends[1], "a\nhalf", 6) == 6)
    #expect(reader.read(prompt: "") == .text("a"))
    #expect(write(ends[1], "b\n", 2) == 2)
    #expect(reader.read(prompt: "") == .text("halfb"))
  }
}
