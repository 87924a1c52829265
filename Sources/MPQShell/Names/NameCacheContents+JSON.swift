import MPQAPI

/// The file of a cache: one JSON object.
///
///     {"schema": 1, "host": HOST, "key": KEY, "calls": [TIME, ...],
///      "lists": [{"of": "events", "time": TIME, "names": [NAME, ...]}, ...]}
extension NameCacheContents {
  /// The version of the format; other versions are not read.
  static let schema = 1

  /// Reads a file with the names of `project`.
  ///
  /// `nil` if any part is damaged, of another version, or another project's.
  init?(_ bytes: [UInt8], of project: KeptProject) {
    guard let json = try? JSONReader.read(bytes), json["schema"] == .integer(Self.schema),
      json["host"] == .text(project.host), json["key"] == .text(project.key),
      case .array(let calls) = json["calls"], case .array(let lists) = json["lists"],
      lists.count <= Self.listLimit
    else { return nil }
    for call in calls {
      guard let time = Self.time(call) else { return nil }
      self.calls.append(time)
    }
    for list in lists {
      guard let request = NameRequest(list), let time = Self.time(list["time"]),
        let names = Self.names(list["names"]), self.lists[request] == nil
      else { return nil }
      self.lists[request] = List(names: names, time: time)
    }
  }

  /// The file of `project`.
  func bytes(of project: KeptProject) -> [UInt8] {
    let lists = lists.map { request, list in
      JSONValue.object(
        request.members + [
          JSONMember("time", .integer(list.time)),
          JSONMember("names", .array(list.names.map(JSONValue.text))),
        ])
    }
    let json = JSONValue.object([
      JSONMember("schema", .integer(Self.schema)),
      JSONMember("host", .text(project.host)), JSONMember("key", .text(project.key)),
      JSONMember("calls", .array(calls.map(JSONValue.integer))),
      JSONMember("lists", .array(lists)),
    ])
    return JSONWriter.bytes(json, isCompact: true)
  }

  private static func time(_ json: JSONValue?) -> Int? {
    // Thousands of years are enough, and cannot overflow.
    guard case .number(let text) = json, let time = Int(text), (0...1 << 40).contains(time)
    else { return nil }
    return time
  }

  private static func names(_ json: JSONValue?) -> [String]? {
    guard case .array(let elements) = json, elements.count <= nameLimit else { return nil }
    var names: [String] = []
    names.reserveCapacity(elements.count)
    for element in elements {
      guard case .text(let name) = element, name.utf8.count <= nameByteLimit else { return nil }
      names.append(name)
    }
    return names
  }
}

extension NameRequest {
  fileprivate init?(_ json: JSONValue) {
    func text(_ name: String) -> ByteText? {
      guard case .text(let text) = json[name] else { return nil }
      return ByteText(text)
    }
    switch text("of")?.text {
    case "events": self = .events
    case "funnels": self = .funnels
    case "event properties":
      guard let event = text("event") else { return nil }
      self = .propertiesOfEvent(event)
    case "funnel properties":
      guard let funnel = text("funnel") else { return nil }
      self = .propertiesOfFunnel(funnel)
    case "values":
      guard let property = text("property"), let event = text("event") else { return nil }
      self = .values(property: property, event: event)
    default: return nil
    }
  }

  fileprivate var members: [JSONMember] {
    func member(_ name: String, _ text: ByteText) -> JSONMember {
      JSONMember(name, .text(text.text))
    }
    let of = { JSONMember("of", .text($0)) }
    return switch self {
    case .events: [of("events")]
    case .funnels: [of("funnels")]
    case .propertiesOfEvent(let event): [of("event properties"), member("event", event)]
    case .propertiesOfFunnel(let funnel): [of("funnel properties"), member("funnel", funnel)]
    case .values(let property, let event):
      [of("values"), member("property", property), member("event", event)]
    }
  }
}
