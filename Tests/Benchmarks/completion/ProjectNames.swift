/// Names as a large project has them: of several teams, each with its own way of writing.
enum ProjectNames {
  /// `count` names, each once, the same in every run.
  static func make(_ count: Int) -> [String] {
    let verbs = [
      "viewed", "clicked", "started", "finished", "opened", "closed", "shared", "deleted", "played",
      "größe gewählt", "просмотр", "購入",
    ]
    let things = [
      "signup", "login", "checkout", "song", "page", "profile", "invoice", "settings", "funnel",
      "search result", "payment method", "push message", "video", "cart", "report", "team",
    ]
    return (0..<count).map { number in
      let verb = verbs[number % verbs.count]
      let thing = things[number / verbs.count % things.count]
      let variant = number / verbs.count / things.count
      return switch number % 4 {
      case 0: "\(capital(thing)) \(verb) v\(variant)"
      case 1: "\(snake(thing))_\(snake(verb))_\(variant)"
      case 2: "\(verb) \(thing) (step \(variant))"
      default: "app\(variant):\(camel(verb))\(camel(thing))"
      }
    }
  }

  private static func capital(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func snake(_ text: String) -> String {
    text.split(separator: " ").joined(separator: "_")
  }

  private static func camel(_ text: String) -> String {
    text.split(separator: " ").map { capital(String($0)) }.joined()
  }
}
