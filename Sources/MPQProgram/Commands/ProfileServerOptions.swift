import ArgumentParser
import MPQAPI

/// The options of `mpq profile add` about the server and the project.
struct ProfileServerOptions: ParsableArguments {
  /// The two APIs.
  enum API: String, CaseIterable, ExpressibleByArgument {
    case query, v2
  }

  @Option(
    help: ArgumentHelp(
      "The API: query (Mixpanel) or v2 (mpqd). Without it, the other options decide.",
      valueName: "api"))
  var api: API?

  @Option(help: "A host, or a base URL such as http://127.0.0.1:8080.")
  var host: String?

  @Option(
    help: ArgumentHelp("The region of a Mixpanel project: us, eu or in.", valueName: "region"),
    transform: ProfileServerOptions.region)
  var region: Region?

  @Option(help: ArgumentHelp("The number of a Mixpanel project.", valueName: "id"))
  var projectID: Int?

  @Option(help: ArgumentHelp("The user name of a service account.", valueName: "user"))
  var username: String?

  @Option(
    help: ArgumentHelp("The number of a workspace, for projects with data views.", valueName: "id"))
  var workspaceID: Int?

  @Option(
    help: ArgumentHelp(
      "The calls that the project allows in an hour (default: 60; 0: any number).",
      valueName: "count"))
  var callsPerHour: Int?

  @Option(help: "The key of a project of mpqd.")
  var key: String?

  func validate() throws {
    guard isQuery else {
      guard key != nil else {
        throw ValidationError(
          "A project of Mixpanel needs --project-id and --username; a project of mpqd, --key.")
      }
      guard !hasQueryOptions else {
        throw ValidationError("--api v2 takes --host and --key only.")
      }
      return
    }
    guard key == nil else {
      throw ValidationError("--key is for a project of mpqd, and excludes the options of Mixpanel.")
    }
    guard host == nil || region == nil else {
      throw ValidationError("--host and --region exclude each other.")
    }
    guard (projectID == nil) == (username == nil) else {
      throw ValidationError("--project-id and --username need each other.")
    }
    for (name, id) in [("--project-id", projectID), ("--workspace-id", workspaceID)] {
      guard id.map(QueryAccount.ids.contains) ?? true else {
        throw ValidationError("\(name) takes a number from 1 to \(QueryAccount.ids.upperBound).")
      }
    }
    guard callsPerHour.map(QueryAccount.callCounts.contains) ?? true else {
      throw ValidationError(
        "--calls-per-hour takes a number from 0 to \(QueryAccount.callCounts.upperBound).")
    }
  }

  private static func region(_ text: String) throws -> Region {
    guard let region = Region(rawValue: text) else {
      throw ValidationError("--region takes us, eu or in.")
    }
    return region
  }

  private var hasQueryOptions: Bool {
    region != nil || projectID != nil || username != nil || workspaceID != nil
      || callsPerHour != nil
  }

  private var isQuery: Bool { api.map { $0 == .query } ?? hasQueryOptions }

  /// Whether a project's own secret is used instead of a service account.
  var isProjectSecret: Bool { isQuery && username == nil }

  /// The host, the API and the project.
  var server: (host: String, api: Profile.API) {
    guard isQuery else { return (host ?? Profile.standardHost, .signed(key: key ?? "")) }
    let region = host == nil ? region ?? .us : nil
    return (
      host ?? (region ?? .us).queryHost,
      .query(
        QueryAccount(
          region: region, projectID: projectID, username: username, workspaceID: workspaceID,
          callsPerHour: callsPerHour))
    )
  }
}
