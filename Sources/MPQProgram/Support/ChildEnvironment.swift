import Subprocess

/// The environment of the programs that mpq starts.
enum ChildEnvironment {
  /// The changes that take the secrets out; no child needs them.
  static let withoutSecrets: [Environment.Key: String?] = [
    "MPQ_API_SECRET": nil, "MPQ_SECRET": nil,
  ]
}
