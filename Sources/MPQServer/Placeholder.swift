import Hummingbird
enum Placeholder { static let x = Router() }
