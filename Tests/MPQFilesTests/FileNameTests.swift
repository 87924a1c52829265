import Foundation
import Testing
import TestSupport

@testable import MPQFiles

/// File names of any bytes.
struct FileNameTests {
  @Test(
    arguments: [
      [], Array("plain.csv".utf8), Array("größe/日本.mpqdb".utf8), [0xfe], [0x61, 0xff, 0x62],
      // A surrogate, a torn scalar, and what the escapes themselves look like as UTF-8.
      [0xed, 0xa0, 0x80], [0xe2, 0x82], Array("a\u{10FFFE}b\u{10FF80}".utf8),
      Array("\u{10FF00}".utf8),
    ] as [[UInt8]])
  func bytesComeBack(bytes: [UInt8]) {
    let text = FileName.text(bytes)
    #expect(FileName.bytes(text) == bytes)
    #expect(FileName.text(FileName.bytes(text)) == text)
  }

  @Test func utf8StaysAsItIs() {
    #expect(FileName.text(Array("größe".utf8)) == "größe")
    #expect(!FileName.hasEscapes("größe 😀"))
    #expect(FileName.hasEscapes(FileName.text([0xfe])))
  }

  @Test func filesOfSuchNames() throws {
    let scratch = try TemporaryFolder()
    let name = FileName.text(Array(scratch.path.utf8) + Array("/".utf8) + [0x61, 0xfe])
    #if canImport(Glibc)
      try FileSystem.writeAtomically(Array("text".utf8), to: name)
      #expect(try FileSystem.read(path: name, limit: 10).bytes == Array("text".utf8))
      #expect(FileSystem.realPath(name)?.hasSuffix(FileName.text([0x61, 0xfe])) == true)
      var bytes = FileName.bytes(name).map(CChar.init(bitPattern:)) + [0]
      #expect(access(&bytes, R_OK) == 0)
    #endif
  }
}
