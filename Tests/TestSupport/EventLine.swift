internal import MPQAPI
internal import MPQStore

/// A line of a raw export; `time` is a date and time in UTC.
package func line(
  _ event: String, _ user: String, _ time: String, _ properties: String = "", id: String? = nil
) -> String {
  let utc = ProjectCalendar(timeZone: "UTC")
  guard let utc, case .fixed(let seconds) = ProjectClock(parsing: time, in: utc) else {
    return "a time that cannot be read: \(time)"
  }
  var members = ["\"time\": \(seconds)", "\"distinct_id\": \(JSONWriter.quoted(user))"]
  if let id { members.append("\"$insert_id\": \(JSONWriter.quoted(id))") }
  if !properties.isEmpty { members.append(properties) }
  let joined = members.joined(separator: ", ")
  return "{\"event\": \(JSONWriter.quoted(event)), \"properties\": {\(joined)}}"
}
