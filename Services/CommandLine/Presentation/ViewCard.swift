import Messages

/// A single customer view as a card: what somebody on the phone with the customer needs, top down.
struct ViewCard {
  private let view: GatewayV1.CustomerView
  private let style: Style

  init(_ view: GatewayV1.CustomerView, style: Style) {
    self.view = view
    self.style = style
  }

  var text: String {
    let blocks = [heading, identifiers, purchases, attributes, contact, survey, parts]
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  /// A line with its label in the margin; the label stands in the first of a block only.
  private func labelled(_ label: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in
      let margin = index == 0 ? label : ""
      return "  " + style.dim(margin.padded(to: 13)) + line
    }
  }

  private var heading: [String] {
    guard let profile = view.profile else {
      return [style.bold(printable(view.customerId))]
    }
    let name = profile.displayName.isEmpty ? "(no name)" : printable(profile.displayName)
    var facts: [String] = []
    if let born = profile.birthDate { facts.append("born \(born.text)") }
    facts += [profile.jurisdiction, profile.timeZone, profile.language].filter { !$0.isEmpty }
      .map(printable)
    return [
      style.bold(name) + "  " + style.dim(view.customerId),
      facts.joined(separator: " · "),
    ].filter { !$0.isEmpty }
  }

  private var identifiers: [String] {
    labelled(
      "Identifiers",
      (view.profile?.identifiers ?? []).map { identifier in
        let label = identifier.label.isEmpty ? "" : " (\(printable(identifier.label)))"
        let verified = identifier.verifiedAt == nil ? "" : style.good(" verified")
        return identifier.kind.padded(to: 8) + " " + printable(text(of: identifier)) + label
          + verified
      })
  }

  private func text(of identifier: ProfileV1.Identifier) -> String {
    guard let postal = identifier.postal else { return identifier.value }
    let place = [postal.locality, postal.region, postal.postalCode, postal.country]
      .filter { !$0.isEmpty }.joined(separator: " ")
    return (postal.lines + [place]).joined(separator: ", ")
  }

  private var purchases: [String] {
    guard let purchases = view.profile?.purchases, purchases.orders + purchases.returns > 0 else {
      return []
    }
    var counts = [counted(purchases.orders, "order"), counted(purchases.units, "item")]
    if purchases.returns > 0 { counts.append(counted(purchases.returns, "return")) }
    var lines = [counts.joined(separator: ", ")]
    lines += purchases.totals.map { "\(amount($0.netMinorUnits, $0.currency)) net" }
    if let first = purchases.firstOrderAt, let last = purchases.lastOrderAt {
      lines.append("first \(first.day), last \(last.day)")
    }
    return labelled("Purchases", lines)
  }

  private var attributes: [String] {
    // Those that the heading shows are not said again.
    let shown: Set = [
      "display_name", "given_name", "family_name", "birth_date", "time_zone", "language",
      "jurisdiction",
    ]
    return labelled(
      "Attributes",
      (view.profile?.attributes ?? []).filter { !shown.contains($0.name) }.map { attribute in
        let source = "\(attribute.provenance.word), \(printable(attribute.source))"
        return "\(printable(attribute.name)): \(printable(attribute.value?.text ?? "")) "
          + style.dim("(\(source))")
      })
  }

  private var contact: [String] {
    guard let consent = view.consent else {
      let reason = view.contactability?.reason ?? "consent is unknown"
      return labelled(
        "May contact", [style.bad("NOBODY MAY CONTACT THIS CUSTOMER") + ": \(printable(reason))"])
    }
    var lines: [String] = []
    for purpose in consent.verdicts.map(\.purpose).uniqued() {
      let verdicts = consent.verdicts.filter { $0.purpose == purpose }.map(text)
      lines.append(printable(purpose).padded(to: 16) + verdicts.joined(separator: "  "))
    }
    if let preferences = consent.preferences { lines += text(of: preferences) }
    return labelled("May contact", lines)
  }

  private func text(_ verdict: ConsentV1.ContactVerdict) -> String {
    let channel = printable(verdict.channel)
    switch verdict.verdict {
    case .allow: return style.good("\(channel) yes")
    case .defer:
      let next = verdict.nextAllowedAt.map { " until \($0.minute)Z" } ?? ""
      return style.caution("\(channel) wait\(next)")
    default: return style.dim("\(channel) no")
    }
  }

  private func text(of preferences: ConsentV1.Preferences) -> [String] {
    var lines: [String] = []
    if !preferences.preferredChannels.isEmpty {
      lines.append(
        "prefers " + preferences.preferredChannels.map(printable).joined(separator: ", "))
    }
    if let until = preferences.pauseUntil { lines.append("paused until \(until.minute)Z") }
    lines += preferences.quietHours.compactMap { window in
      guard let from = window.from, let to = window.to else { return nil }
      return "quiet \(from.text) to \(to.text)"
    }
    return lines
  }

  private var survey: [String] {
    guard let survey = view.survey, survey.responses > 0 else { return [] }
    var lines: [String] = []
    if let nps = survey.lastNps {
      let date = nps.answeredAt.map { " on \($0.day)" } ?? ""
      lines.append("recommends us \(nps.score)/10 (\(nps.category.word))\(date)")
    }
    lines += survey.verbatims.prefix(3).map { "\u{201C}\(printable($0.text))\u{201D}" }
    let counts = [counted(survey.responses, "response"), counted(survey.answers, "answer")]
    lines.append(style.dim(counts.joined(separator: ", ")))
    return labelled("Says", lines)
  }

  /// On one line while all is well; else one each, since a reason may be long.
  private var parts: [String] {
    let texts = view.parts.map(text)
    let isWell = view.parts.allSatisfy { $0.state == .ok }
    return labelled("Parts", isWell ? [texts.joined(separator: " · ")] : texts)
  }

  private func text(_ part: GatewayV1.PartStatus) -> String {
    let state =
      switch part.state {
      case .ok: style.good("ok")
      case .stale: style.caution("stale \(part.age?.seconds ?? 0) s")
      case .withheld: style.caution("withheld")
      default: style.bad("unavailable")
      }
    let reason = part.reason.isEmpty ? "" : ": \(printable(part.reason))"
    return "\(printable(part.name)) \(state)\(reason)"
  }

  private func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
