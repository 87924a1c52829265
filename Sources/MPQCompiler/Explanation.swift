import MPQAPI
import MPQSyntax

extension Plan {
  /// The calls as `explain` shows them: the query, then each endpoint with its parameters.
  ///
  /// Key, expiry and signature are left out: key and expiry are the same for every call, and the
  /// signature must stay secret.
  public var explanation: String {
    var lines = [Visible.text(query)]
    for step in steps {
      let endpoint = Endpoint.of(step.call.endpoint)
      lines.append("  GET \(endpoint.path)  (\(endpoint.summary))")
      for argument in step.call.arguments {
        lines.append("    \(argument.name.rawValue)=\(Visible.text(argument.value.wireText))")
      }
    }
    return lines.joined(separator: "\n")
  }
}
