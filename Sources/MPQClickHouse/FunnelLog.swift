internal import MPQStore

/// A log of funnel definitions; the last entry of each name is valid.
struct FunnelLog: Sendable {
  /// A definition, or the deletion of one if there are no steps.
  struct Entry: Equatable, Sendable {
    var revision: Int
    var name: String
    var steps: [String]
  }

  private(set) var entries: [Entry]

  /// A log of `entries` in any order.
  init(_ entries: [Entry]) {
    self.entries = entries.sorted { $0.revision < $1.revision }
  }

  /// The revision of the next entry.
  var nextRevision: Int { (entries.last?.revision ?? 0) + 1 }

  /// The funnels, in the order of definition; a redefined one keeps its position.
  var funnels: [Entry] {
    var funnels: [Entry] = []
    for entry in entries {
      let place = funnels.firstIndex { $0.name.utf8.elementsEqual(entry.name.utf8) }
      switch (place, entry.steps.isEmpty) {
      case (let place?, true): funnels.remove(at: place)
      case (let place?, false): funnels[place].steps = entry.steps
      case (nil, false): funnels.append(entry)
      case (nil, true): break
      }
    }
    return funnels
  }
}
