public import MPQAPI

/// A project of the Query API, and the login to ask it with.
public struct QueryProject: Sendable {
  /// The login.
  public let login: QueryLogin
  /// The number of the project; `nil` with a project's secret, which names it.
  public let id: Int?
  /// The number of a workspace, for projects with data views.
  public let workspaceID: Int?

  /// A project with its login.
  ///
  /// - Parameters:
  ///   - login: The login.
  ///   - id: The number of the project. The service refuses a service account without it, and a
  ///     project's secret with it.
  ///   - workspaceID: The number of a workspace.
  public init(login: QueryLogin, id: Int?, workspaceID: Int? = nil) {
    self.login = login
    self.id = id
    self.workspaceID = workspaceID
  }

  /// A request to `path` below ``QueryRequest/root``.
  func request(_ path: String, _ items: [QueryItem] = []) -> QueryRequest {
    var items = items
    if let id { items.append(QueryItem("project_id", String(id))) }
    if let workspaceID { items.append(QueryItem("workspace_id", String(workspaceID))) }
    return QueryRequest(path: path, items: items, login: login)
  }
}
