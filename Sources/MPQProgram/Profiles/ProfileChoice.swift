import MPQAPI
import MPQFiles

/// Chooses the profile.
///
/// The order is: the profile named on the command line; the
/// environment; the file's default, or its only profile.
///
/// The variables belong together: `MPQ_HOST` never changes the host of a profile, because that
/// would send the profile's key and signatures to another server.
enum ProfileChoice {
  static let keyVariable = "MPQ_API_KEY"
  static let secretVariable = "MPQ_API_SECRET"
  static let hostVariable = "MPQ_HOST"
  /// The variable that says which of the two APIs the others are for.
  static let apiVariable = "MPQ_API"

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
    guard try !isAboutQueryAPI(environment) else {
      return try QueryVariable.profile(of: environment)
    }
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
      guard Profile.isHost(host) else { throw wrongHost }
      return Profile(
        origin: .environment, host: host, api: .signed(key: key), secretSource: .held(secret))
    }
  }

  static let wrongHost = ProfileError.wrongVariable(
    hostVariable, expected: "a host or a base URL")

  /// Whether the variables are those of the Query API.
  private static func isAboutQueryAPI(_ environment: Environment) throws(ProfileError) -> Bool {
    switch environment[apiVariable] {
    case "query": return true
    case "v2": return false
    case nil:
      let query = QueryVariable.allCases.map(\.rawValue).first { environment[$0] != nil }
      let signed = [keyVariable, secretVariable].first { environment[$0] != nil }
      guard let query, let signed else { return query != nil }
      throw .exclusive(place: "the environment", query, signed)
    case _?: throw .wrongVariable(apiVariable, expected: "query or v2")
    }
  }
}
