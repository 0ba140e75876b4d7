extension ConnectionMachine {
  /// How many body bytes the peer may send on a stream now, by the credit it was given; 0 if the
  /// stream is over.
  public func receivableBytes(_ stream: UInt32) -> Int {
    guard let slot = streams.find(stream) else { return 0 }
    return Int(min(streams[slot].receive.available, receive.available))
  }
}
