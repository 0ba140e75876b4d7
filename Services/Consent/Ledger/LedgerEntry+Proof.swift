extension LedgerEntry {
  /// What an erasure leaves of a consent, in the canonical encoding, to prove that contact was lawful
  /// (GDPR Art. 17(3)(b) and (e)): action, scope, purpose's version, legal basis, times, actor, method
  /// and notice. Not who, through whom, where, nor the evidence; and of preferences, nothing.
  var proof: [UInt8]? {
    guard case .consent = content else { return nil }
    var proof = self
    proof.customer = ""
    proof.request = ""
    proof.recorder = ""
    proof.collection.source = ""
    proof.collection.evidence = []
    return proof.canonical
  }
}
