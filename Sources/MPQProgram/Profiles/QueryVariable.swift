import MPQAPI
import MPQFiles

/// The variables that name a project of the Query API.
enum QueryVariable: String, CaseIterable {
  case region = "MPQ_REGION"
  case projectID = "MPQ_PROJECT_ID"
  case username = "MPQ_USERNAME"
  case secret = "MPQ_SECRET"

  /// The project that the variables name; `MPQ_HOST` is for servers that are not Mixpanel's.
  static func profile(of environment: Environment) throws(ProfileError) -> Profile {
    guard let text = environment[secret.rawValue] else {
      let other = allCases.map(\.rawValue).first { environment[$0] != nil }
      throw .missingVariable(secret.rawValue, other: other ?? ProfileChoice.apiVariable)
    }
    guard let value = Secret(text) else { throw .notSecret(place: secret.rawValue) }
    var account = try account(of: environment)
    let host = environment[ProfileChoice.hostVariable]
    if host != nil, account.region != nil {
      throw .exclusive(
        place: "the environment", ProfileChoice.hostVariable, region.rawValue)
    }
    guard host.map(Profile.isHost) ?? true else { throw ProfileChoice.wrongHost }
    if host == nil { account.region = account.region ?? .us }
    return Profile(
      origin: .environment, host: host ?? (account.region ?? .us).queryHost, api: .query(account),
      secretSource: .held(value))
  }

  private static func account(
    of environment: Environment
  ) throws(ProfileError) -> QueryAccount {
    var account = QueryAccount()
    if let text = environment[region.rawValue] {
      guard let value = Region(rawValue: text) else {
        throw .wrongVariable(region.rawValue, expected: "us, eu or in")
      }
      account.region = value
    }
    switch (environment[username.rawValue], environment[projectID.rawValue]) {
    case (nil, nil): break
    case (_?, nil): throw .missingVariable(projectID.rawValue, other: username.rawValue)
    case (nil, _?): throw .missingVariable(username.rawValue, other: projectID.rawValue)
    case (let name?, let text?):
      guard QueryLogin.isUsername(name) else {
        throw .wrongVariable(username.rawValue, expected: "a user name")
      }
      guard text.utf8.allSatisfy(\.isDigit), let id = Int(text), QueryAccount.ids.contains(id)
      else { throw .wrongVariable(projectID.rawValue, expected: "the number of a project") }
      (account.username, account.projectID) = (name, id)
    }
    return account
  }
}
