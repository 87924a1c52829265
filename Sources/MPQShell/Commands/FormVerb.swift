import MPQCompiler
import MPQSyntax

extension Form {
  /// The word that queries of this form begin with.
  var verb: Keyword? {
    pattern.split(separator: " ").first.flatMap { Keyword(spelling: String($0)) }
  }
}
