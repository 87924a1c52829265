import Testing

@testable import MPQProgram

/// `mpq profile list`: aligned, and without secrets.
struct ProfileListTests {
  @Test
  func columnsAreAligned() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      default = "work"
      [profile.a]
      host = "http://127.0.0.1:8080"
      key = "shop"
      secret = "\(marked)"
      [profile.work]
      host = "mixpanel.com"
      key = "ed0b8ff6cc3fbb37"
      secret_command = "echo \(marked)"
      [profile.x]
      host = "mixpanel.com"
      key = "ed0b8ff6cc3fbb37"
      secret_file = "/etc/x\\u001b"
      [profile.eu]
      region = "eu"
      project_id = 12345
      username = "reports"
      secret_file = "/d"
      [profile.old]
      api = "query"
      secret_file = "/d"
      """)
    let text = ProfileList.text(of: try scratch.read())
    #expect(
      text == """
        name  api    host                   project             secret
        a     v2     http://127.0.0.1:8080  shop                in the file
        eu    query  eu.mixpanel.com        12345               file /d
        old   query  mixpanel.com           that of the secret  file /d
        work  v2     mixpanel.com           ed0b…               command            default
        x     v2     mixpanel.com           ed0b…               file /etc/x\\u{1B}

        """)
  }

  @Test
  func theOnlyOneIsTheDefault() throws {
    let scratch = try Scratch()
    try scratch.write("[profile.a]\nhost = \"b\"\nkey = \"c\"\nsecret_file = \"/d\"\n")
    #expect(
      ProfileList.text(of: try scratch.read()) == """
        name  api  host  project  secret
        a     v2   b     c        file /d  default

        """)
  }
}
