import ArgumentParser
package import MPQFiles

/// When to colour.
package enum ColorChoice: String, CaseIterable {
  case auto, always, never

  /// Whether to colour the output to a stream.
  ///
  /// `NO_COLOR` (no-color.org) and `TERM=dumb` only apply to `auto`.
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
