import GRDB
enum Placeholder { static let x: DatabaseQueue? = try? DatabaseQueue() }
