import Testing
@testable import MPQStore
struct X { @Test func a() {} }
