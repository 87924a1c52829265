/// Why an answer is not understood: a part of it differs from the form that the API document shows.
public struct ShapeError: Error, Equatable, Sendable {
  /// The path from the top of the answer to the part, such as `data.values`.
  public var path: String
  /// The form that the document shows there.
  public var expected: String

  /// Expects another form of the part at `path`.
  public init(path: String, expected: String) {
    self.path = path
    self.expected = expected
  }
}

/// Finds the path to a byte of a document.
struct ShapePath {
  private struct Level {
    var name: JSONText?
    var index: Int?
  }

  private var levels: [Level] = []

  /// The path to the value that begins at `offset`; everything before it is valid.
  init(to offset: Int, in document: inout JSONCursor) {
    let position = document.position
    document.position = 0
    walk(to: offset, &document)
    document.position = position
  }

  private mutating func walk(to offset: Int, _ document: inout JSONCursor) {
    var name: JSONText?
    while document.position < offset {
      switch document.current {
      case UInt8(ascii: "\""):
        name = try? document.text()
        continue
      case UInt8(ascii: "{"): levels.append(Level())
      case UInt8(ascii: "["): levels.append(Level(index: 0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): levels.removeLast(levels.isEmpty ? 0 : 1)
      case UInt8(ascii: ":"): modify { $0.name = name }
      case UInt8(ascii: ","): modify { $0.index = $0.index.map { $0 + 1 } }
      default: break
      }
      document.position += 1
    }
  }

  private mutating func modify(_ change: (inout Level) -> Void) {
    guard !levels.isEmpty else { return }
    change(&levels[levels.count - 1])
  }

  /// The path as text.
  func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    var path = ""
    for level in levels {
      if let index = level.index {
        path += path.isEmpty ? "the answer[\(index)]" : "[\(index)]"
      } else if let name = level.name {
        path += path.isEmpty ? "" : "."
        path += name.string(of: bytes)
      }
    }
    return path.isEmpty ? "the answer" : path
  }
}
