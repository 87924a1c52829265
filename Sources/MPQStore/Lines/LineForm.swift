package import MPQAPI

/// How the line of an event was written, so that an export can reproduce it byte by byte.
package enum LineForm: Equatable, Sendable {
  /// In a style; `milliseconds` is the fraction of the time's second, below 1000.
  case style(LineStyle, milliseconds: Int)
  /// In no known style: the line itself, without its end.
  case line([UInt8])

  /// The form of an event without a known line.
  static let canonical = LineForm.style(.canonical, milliseconds: 0)
}

extension LineForm {
  /// The form of the line of `event`: the style found in the line if it reproduces the line, or
  /// else the line itself.
  init(of line: ArraySlice<UInt8>, _ event: RawEvent) {
    guard let found = line.withUnsafeBufferPointer(LineStyle.find(in:)),
      let written = try? found.style.line(of: event, milliseconds: found.milliseconds),
      written.elementsEqual(line)
    else {
      self = .line(Array(line))
      return
    }
    self = .style(found.style, milliseconds: found.milliseconds)
  }
}

extension LineStyle {
  /// The line of `event` in this style, without its end; `nil` if the style does not fit.
  ///
  /// - Throws: The problem of a value that is neither a string nor JSON.
  package func line(of event: RawEvent, milliseconds: Int) throws(JSONReader.Problem) -> [UInt8]? {
    var others = event.properties
    if order == .byName {
      others.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    guard let slots = slots(others: others.count, hasInsertID: event.insertID != nil) else {
      return nil
    }
    var bytes = head(event: event.event)
    for (place, slot) in slots.enumerated() {
      if place > 0 { spelling.appendComma(to: &bytes) }
      switch slot {
      case .time: append(time: event.time, milliseconds: milliseconds, to: &bytes)
      case .user: try append(user: event.user, to: &bytes)
      case .insertID:
        try append("$insert_id", event.insertID ?? "", isText: isInsertIDText, to: &bytes)
      case .other(let index):
        let property = others[index]
        try append(property.name, property.text, isText: property.isText, to: &bytes)
      }
    }
    return bytes + tail(event: event.event)
  }
}
