import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// Completes the notes of an answer with the names that the shell knows.
enum RefinedNotes {
  /// `notes` with similar names for unknown names and properties, and with what is known about a
  /// subject without data.
  ///
  /// - Parameters:
  ///   - notes: The notes of the answer to `plan`.
  ///   - plan: The plan of the query.
  ///   - names: The names that are known.
  ///   - isFresh: Whether a list is up to date; see ``NameCache/isFresh(_:)``.
  /// - Returns: The notes, in their order, without duplicates.
  static func of(
    _ notes: [Note], _ plan: Plan, _ names: KnownNames, isFresh: (NameRequest) -> Bool
  ) -> [Note] {
    let unknown = UnknownNames.check(plan, names, isFresh: isFresh)
    let list = names[plan.form.isAboutFunnels ? .funnels : .events]?.names ?? []
    let known = Set(list.map(ByteText.init))
    var refined: [Note] = []
    for note in notes {
      let next = Self.refined(note, unknown, known, names)
      if !refined.contains(next) { refined.append(next) }
    }
    return refined
  }

  private static func refined(
    _ note: Note, _ unknown: [Note], _ known: Set<ByteText>, _ names: KnownNames
  ) -> Note {
    guard let subject = note.subject else { return note }
    let name = ByteText(subject.name)
    let better = unknown.first { $0.subject.map { ByteText($0.name) } == name }
    if let better { return better }
    switch note {
    case .noData(_, let time, isKnown: false) where known.contains(name):
      return .noData(subject, time, isKnown: true)
    case .noProperty(let property, _, let time, nearest: []):
      let request: NameRequest =
        subject.kind == .funnel ? .propertiesOfFunnel(name) : .propertiesOfEvent(name)
      let properties = names[request]?.names.filter { ByteText($0) != ByteText(property) } ?? []
      let nearest = NearMiss.nearest(
        to: property, among: properties, count: UnknownNames.nearestLimit)
      return .noProperty(property, subject, time, nearest: nearest)
    default:
      return note
    }
  }
}

extension Note {
  /// The event or funnel that the note is about; `nil` where it is about the whole answer.
  var subject: Subject? {
    switch self {
    case .unknown(let subject, _), .noData(let subject, _, _), .noProperty(_, let subject, _, _),
      .noValues(_, _, let subject, _):
      subject
    case .nothing, .limitReached, .differs, .outsideWindow, .noColumn, .datesLeftOut,
      .nullsMade, .nothingToExpect:
      nil
    }
  }
}
