import Foundation
import MPQSyntax

/// What one would write first: every name in small letters, three times over.
enum NaiveSearch {
  /// The first 500 names that begin with `typed`; else those that contain it; else the nearest.
  static func find(_ typed: String, in names: [String]) -> [String] {
    let wanted = typed.lowercased()
    let beginnings = names.filter { $0.lowercased().hasPrefix(wanted) }
    if !beginnings.isEmpty { return Array(beginnings.prefix(500)) }
    let holders = names.filter { $0.range(of: wanted, options: .caseInsensitive) != nil }
    if !holders.isEmpty { return Array(holders.prefix(500)) }
    return NearMiss.best(for: typed, among: names).map { [$0] } ?? []
  }
}
