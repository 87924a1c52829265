import MPQAPI
import MPQSyntax

extension Program {
  /// A statement as `explain` shows it: its text, each call with its parameters, and the columns
  /// that the answer will have where the statement computes something.
  ///
  /// A call that the statement makes for several of its queries is shown once. Key, expiry and
  /// signature are left out: key and expiry are the same for every call, and the signature must
  /// stay secret.
  public func explanation(ofOutput index: Int) -> String {
    var lines = [Visible.text(outputs[index].text)]
    for call in calls(ofOutput: index) {
      let endpoint = Endpoint.of(call.endpoint)
      lines.append("  GET \(endpoint.path)  (\(endpoint.summary))")
      for argument in call.arguments {
        lines.append("    \(argument.name.rawValue)=\(Visible.text(argument.value.wireText))")
      }
    }
    if query(ofOutput: index) == nil {
      lines.append("  columns: \(Visible.text(schemas[outputs[index].node].text))")
    }
    if let path = outputs[index].path { lines.append("  file: \(Visible.text(path))") }
    return lines.joined(separator: "\n")
  }
}

extension Schema {
  /// The columns in one line: keys, `|`, values.
  private var listed: [String] {
    let set = open.map { ["one for each of \($0.origin.text)"] } ?? []
    return set + values.map(\.name)
  }

  /// The columns in one line, keys first.
  var text: String {
    (keys.map { "\($0.name) (key)" } + listed).joined(separator: ", ")
  }
}
