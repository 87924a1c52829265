import MPQSyntax

/// The contents of the profiles file.
struct Profiles: Sendable {
  /// The file.
  let path: String
  /// Every profile, by name.
  let all: [Profile]
  /// The value of `default`.
  let defaultName: String?

  /// The names, in alphabetical order.
  var names: [String] { all.compactMap(\.name) }

  /// The profile called `name`.
  func named(_ name: String) throws(ProfileError) -> Profile {
    try named(name, isDefault: false)
  }

  /// The default profile, or else the only one; `nil` if the file has none.
  func standard() throws(ProfileError) -> Profile? {
    if let defaultName { return try named(defaultName, isDefault: true) }
    guard all.count <= 1 else { throw .noDefault(names: names) }
    return all.first
  }

  private func named(_ name: String, isDefault: Bool) throws(ProfileError) -> Profile {
    if let profile = all.first(where: { $0.name == name }) { return profile }
    throw .unknownProfile(
      name: name, path: path, isDefault: isDefault,
      suggestion: NearMiss.best(for: name, among: names))
  }
}
