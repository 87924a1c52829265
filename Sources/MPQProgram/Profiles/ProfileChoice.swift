import MPQAPI
import MPQFiles

/// Decides whom to ask.
///
/// A profile that is asked for by name comes first, whatever the environment says; then the
/// environment; then the file's default, or its only profile.
///
/// The three variables belong together: `MPQ_HOST` never changes the host of a profile, since a
/// key and its signatures would go where they do not belong.
enum ProfileChoice {
  static let keyVariable = "MPQ_API_KEY"
  static let secretVariable = "MPQ_API_SECRET"
  static let hostVariable = "MPQ_HOST"

  /// The profile to ask.
  ///
  /// - Parameters:
  ///   - name: What `--profile` says.
  ///   - environment: The variables, and where the file is.
  /// - Returns: The profile; its secret is not looked for yet.
  /// - Throws: ``ProfileError``, which says how to begin when there is nothing to ask.
  static func profile(
    named name: String?, environment: Environment = .process
  ) throws(ProfileError) -> Profile {
    if let name { return try ProfileFile(environment).profiles().named(name) }
    if let profile = try profile(of: environment) { return profile }
    guard let profile = try ProfileFile(environment).profiles().standard() else {
      throw .nothingConfigured
    }
    return profile
  }

  /// The project that the variables name; `nil` where none of them is set.
  static func profile(of environment: Environment) throws(ProfileError) -> Profile? {
    let host = environment[hostVariable]
    switch (environment[keyVariable], environment[secretVariable]) {
    case (nil, nil):
      guard host == nil else { throw .hostVariableAlone }
      return nil
    case (_?, nil): throw .missingVariable(secretVariable, other: keyVariable)
    case (nil, _?): throw .missingVariable(keyVariable, other: secretVariable)
    case (let key?, let text?):
      guard Profile.isKey(key) else { throw .wrongVariable(keyVariable, expected: "a key") }
      guard let secret = Secret(text) else { throw .notSecret(place: secretVariable) }
      let host = host ?? Profile.standardHost
      guard Profile.isHost(host) else {
        throw .wrongVariable(hostVariable, expected: "a host or a base URL")
      }
      return Profile(origin: .environment, host: host, key: key, secretSource: .held(secret))
    }
  }
}
