import MPQAPI
import MPQFiles

/// Chooses the profile.
///
/// The order is: the profile named on the command line; the
/// environment; the file's default, or its only profile.
///
/// The three variables belong together: `MPQ_HOST` never changes the host of a profile, because
/// that would send the profile's key and signatures to another server.
enum ProfileChoice {
  static let keyVariable = "MPQ_API_KEY"
  static let secretVariable = "MPQ_API_SECRET"
  static let hostVariable = "MPQ_HOST"

  /// The profile to use.
  ///
  /// - Parameters:
  ///   - name: The value of `--profile`.
  ///   - environment: The variables, and the path of the file.
  /// - Returns: The profile; its secret is not read yet.
  /// - Throws: ``ProfileError``; its hint explains how to start if nothing is configured.
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

  /// The project that the variables name; `nil` if none of them is set.
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
