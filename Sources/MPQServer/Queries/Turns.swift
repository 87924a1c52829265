internal import MPQAPI

/// Waiting elements in one line per owner.
///
/// Owners take turns, whatever the length of their lines.
struct Turns<Line: WaitingLine>: WaitingLine {
  private var lines: [ByteText: Line] = [:]
  /// The owners of the lines, in the order of their turns.
  private var owners: [ByteText] = []

  init() {}

  var isEmpty: Bool { owners.isEmpty }

  /// Changes the line of `owner`; a missing line counts as empty.
  mutating func withLine<Value>(of owner: ByteText, _ body: (inout Line) -> Value) -> Value {
    var line = lines.removeValue(forKey: owner) ?? Line()
    let wasEmpty = line.isEmpty
    let value = body(&line)
    if wasEmpty && !line.isEmpty { owners.append(owner) }
    if !wasEmpty && line.isEmpty { owners.removeAll { $0 == owner } }
    if !line.isEmpty { lines[owner] = line }
    return value
  }

  mutating func takeFirst() -> Line.Element? {
    guard let owner = owners.first else { return nil }
    owners.removeFirst()
    guard var line = lines.removeValue(forKey: owner) else { return nil }
    let element = line.takeFirst()
    if !line.isEmpty {
      lines[owner] = line
      owners.append(owner)
    }
    return element
  }
}

/// A line whose elements are taken one by one.
protocol WaitingLine {
  associatedtype Element
  /// An empty line.
  init()
  /// Whether nothing waits.
  var isEmpty: Bool { get }
  /// Removes and returns the next element; `nil` when nothing waits.
  mutating func takeFirst() -> Element?
}

extension Array: WaitingLine {
  mutating func takeFirst() -> Element? { isEmpty ? nil : removeFirst() }
}
