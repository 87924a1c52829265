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
      """)
    let text = ProfileList.text(of: try scratch.read())
    #expect(
      text == """
        name  host                   key    secret
        a     http://127.0.0.1:8080  shop   in the file
        work  mixpanel.com           ed0b…  command            default
        x     mixpanel.com           ed0b…  file /etc/x\\u{1B}

        """)
  }

  @Test
  func theOnlyOneIsTheDefault() throws {
    let scratch = try Scratch()
    try scratch.write("[profile.a]\nhost = \"b\"\nkey = \"c\"\nsecret_file = \"/d\"\n")
    #expect(
      ProfileList.text(of: try scratch.read()) == """
        name  host  key  secret
        a     b     c    file /d  default

        """)
  }
}
