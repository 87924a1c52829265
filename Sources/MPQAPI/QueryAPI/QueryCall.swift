/// Why a request of the Query API is refused, with its HTTP status.
package struct QueryRefusal: Error, Equatable, Sendable {
  /// The HTTP status.
  package var status: Int
  /// The text of the member `error`.
  package var text: String

  /// Refuses with `status` and `text`.
  package init(_ status: Int, _ text: String) {
    self.status = status
    self.text = text
  }

  /// Refuses with the error that both dialects share.
  package init(_ error: APIError) {
    self.init(400, error.text)
  }
}

/// One question to the Query API: an endpoint and checked values.
package struct QueryCall: Sendable {
  /// The endpoint.
  package let endpoint: QueryEndpoint.ID
  private var values: [QueryParameter.Name: QueryValue] = [:]

  /// Reads the parameters of `endpoint` from `items`; unknown ones are ignored, as by the service.
  ///
  /// - Throws: ``QueryRefusal`` for the first wrong or missing parameter.
  package init(_ endpoint: QueryEndpoint.ID, _ items: [QueryItem]) throws(QueryRefusal) {
    self.endpoint = endpoint
    let parameters = QueryEndpoint.of(endpoint).parameters
    values = try QueryParameter.values(of: parameters, in: items)
  }

  /// Whether the request has a value, or the endpoint a default.
  package func has(_ name: QueryParameter.Name) -> Bool { values[name] != nil }

  /// A value that the API of 2010 has too.
  package func value(_ name: QueryParameter.Name) -> Call.Value? {
    guard case .plain(let value) = values[name] else { return nil }
    return value
  }

  /// An integer.
  package func integer(_ name: QueryParameter.Name) -> Int? {
    guard case .integer(let number) = value(name) else { return nil }
    return number
  }

  /// A text; empty if the request has none.
  package func text(_ name: QueryParameter.Name) -> String {
    guard case .text(let text) = value(name) else { return "" }
    return text
  }

  /// A date.
  package func date(_ name: QueryParameter.Name) -> CivilDate? {
    guard case .date(let date) = values[name] else { return nil }
    return date
  }

  /// The property of `on`.
  package var property: String? {
    guard case .property(let name) = values[.on] else { return nil }
    return name
  }

  /// The unit, if the request has one.
  package var unit: Window.Unit? {
    guard case .unit(let unit) = value(.unit) else { return nil }
    return unit
  }

  /// The call of the API of 2010 with `arguments`, and with the other values of this one that it
  /// takes under the same names.
  ///
  /// Its window is one bucket: the caller knows the buckets. A missing measure is `general`.
  package func call(
    _ endpoint: Endpoint.ID, _ arguments: [Call.Argument] = []
  ) throws(QueryRefusal) -> Call {
    var arguments = arguments
    for parameter in Endpoint.of(endpoint).parameters {
      guard !arguments.contains(where: { $0.name == parameter.name }) else { continue }
      let value: Call.Value? =
        switch (parameter.name, parameter.kind) {
        case (.unit, .unit(let units)): units.first.map(Call.Value.unit)
        case (.interval, _): .integer(1)
        case (let name, _): QueryParameter.Name(rawValue: name.rawValue).flatMap(value)
        }
      if let value {
        arguments.append(Call.Argument(parameter.name, value))
      } else if parameter.name == .type {
        arguments.append(Call.Argument(.type, .measure(.general)))
      }
    }
    do throws(APIError) {
      return try Call(endpoint, arguments)
    } catch {
      throw QueryRefusal(error)
    }
  }
}

extension QueryParameter {
  /// Reads the values of `parameters` from `items`, with the defaults of those that are missing.
  ///
  /// - Throws: ``QueryRefusal`` for the first wrong or missing parameter.
  package static func values(
    of parameters: [QueryParameter], in items: [QueryItem]
  ) throws(QueryRefusal) -> [Name: QueryValue] {
    var values: [Name: QueryValue] = [:]
    for parameter in parameters {
      let name = parameter.name.rawValue
      let sent = items.filter { $0.name.utf8.elementsEqual(name.utf8) }
      guard sent.count <= 1 else { throw QueryRefusal(.invalidParameter(name)) }
      guard let text = sent.first?.value ?? parameter.standard else {
        guard !parameter.isRequired else { throw QueryRefusal(.missingParameter(name)) }
        continue
      }
      do throws(APIError) {
        values[parameter.name] = try parameter.value(reading: text)
      } catch {
        throw QueryRefusal(error)
      }
    }
    return values
  }

  /// Reads one value; `nil` for a value that has no effect.
  private func value(reading text: String) throws(APIError) -> QueryValue? {
    let invalid = APIError.invalidParameter(name.rawValue)
    switch kind {
    case .plain(let kind):
      return .plain(try kind.value(reading: text, of: name.rawValue))
    case .clamped(let range):
      guard let number = Parameter.integer(reading: text) else { throw invalid }
      return .plain(.integer(min(max(number, range.lowerBound), range.upperBound)))
    case .date:
      guard let date = CivilDate(text) else { throw invalid }
      guard date >= Self.firstDay else { throw .other("\(invalid.text): invalid date, bad year") }
      return .date(date)
    case .property:
      guard let property = Self.property(in: text) else {
        throw .other("\(invalid.text): mpqd reads only properties[\"NAME\"]")
      }
      return .property(property)
    case .only(let word, let reason):
      guard text.utf8.elementsEqual(word.utf8) else {
        throw .other("\(invalid.text): \(reason)")
      }
      return nil
    case .unsupported(let reason):
      guard text.isEmpty else { throw .other("\(invalid.text): \(reason)") }
      return nil
    }
  }

  /// The first day that a request may name.
  private static let firstDay = CivilDate(year: 2000, month: 1, day: 1)

  /// The name in `properties["NAME"]`; `nil` for any other expression.
  private static func property(in text: String) -> String? {
    let bytes = text.utf8.drop { $0 == 0x20 }
    let (begin, end) = ("properties[".utf8, UInt8(ascii: "]"))
    guard bytes.starts(with: begin) else { return nil }
    var rest = bytes.dropFirst(begin.count)
    while rest.last == 0x20 { rest.removeLast() }
    guard rest.popLast() == end,
      case .text(let name)? = try? JSONReader.read(Array(rest)), !name.isEmpty
    else { return nil }
    return name
  }
}
