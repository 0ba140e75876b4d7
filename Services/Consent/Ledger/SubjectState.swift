/// A subject as the ledger left it, and where that is.
struct SubjectState: Equatable, Sendable {
  var head = LedgerHead.empty
  var subject = Subject()
}

/// An entry that has been sealed into the chain, and what follows from it.
struct Appended: Equatable, Sendable {
  var entry: LedgerEntry
  var line: LedgerLine
  /// After the entry.
  var state: SubjectState
}

extension SubjectState {
  /// The entries that a ledger takes. Beyond it, only a no that does not yet stand there: so it
  /// ends at the number of scopes, and no withdrawal is ever turned away.
  static let mostEntries: UInt64 = 10_000
  /// The grants that may be dated ahead at a time.
  static let mostPending = 32

  /// Makes the next entry of a draft. Pure: time and salt are given.
  func appending(_ draft: Draft, now: Instant, salt: [UInt8]) throws(Refusal) -> Appended {
    if subject.status == .erased { throw .erased }
    if draft.expectedVersion != 0 && draft.expectedVersion != head.version {
      throw .otherVersion(expected: draft.expectedVersion, current: head.version)
    }
    if head.version >= Self.mostEntries && !isNewRefusal(draft) {
      throw .ledgerFull(entries: head.version)
    }
    // A wall clock may step back; a ledger does not.
    let recordedAt = max(now, head.recordedAt)
    let entry = entry(of: draft, recordedAt: recordedAt)
    let line = LedgerChain.seal(entry.canonical, salt: salt, after: head)
    var after = self
    after.subject.apply(entry, number: line.number)
    after.head = LedgerHead(version: line.number, hash: line.hash, recordedAt: recordedAt)
    let pending = after.subject.history.pending(at: recordedAt)
    if pending > Self.mostPending { throw .tooManyPending(pending) }
    return Appended(entry: entry, line: line, state: after)
  }

  private func entry(of draft: Draft, recordedAt: Instant) -> LedgerEntry {
    let content: LedgerEntry.Content =
      switch draft.content {
      case .consent(let consent): .consent(consent)
      case .preferences(let update):
        .preferences(update.applied(to: subject.preferences ?? Preferences()))
      }
    return LedgerEntry(
      customer: draft.customer, request: draft.request, recordedAt: recordedAt,
      effectiveAt: draft.effectiveAt ?? recordedAt, actor: draft.actor, recorder: draft.recorder,
      collection: draft.collection, content: content)
  }

  private func isNewRefusal(_ draft: Draft) -> Bool {
    guard case .consent(let consent) = draft.content, consent.action.isRefusal else { return false }
    return !subject.history.events.contains {
      $0.action == consent.action && $0.scope == consent.scope
    }
  }
}
