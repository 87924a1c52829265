import ArgumentParser
package import MPQFiles

/// When to colour.
package enum ColorChoice: String, CaseIterable {
  case auto, always, never

  /// Whether to colour what goes to a stream.
  ///
  /// `NO_COLOR` (no-color.org) and `TERM=dumb` count only where nothing was chosen.
  package func isOn(isTerminal: Bool, _ environment: Environment = .process) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }
  }
}

extension ColorChoice: ExpressibleByArgument {}
