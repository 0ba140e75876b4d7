/// The wire itself: every rule of PROTOCOL.md that another implementation could get wrong.
enum OwnWire {
  static let cases =
    frames + calls + envelopes + credit + floods + splits + clientSplits + serverStates
    + clientStates
    + tls + stalls + endings
    + certificates + overload + reserved + metadataKeys + memory + keepalive + output
}
