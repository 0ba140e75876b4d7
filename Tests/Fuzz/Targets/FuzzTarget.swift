/// What is thrown arbitrary bytes at: a file of seeds and findings in `Corpus`, a case of the one fuzzing executable.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// A frame's header, and what ``ConnectionMachine`` says to it before the payload.
  case frame
  /// A connection of either role: frames of the peer's, and what its owner does in between.
  case machine
  /// A message of any type in `proto/`: pre-scan, unpacking and the way back.
  case message
  /// HELLO, GOAWAY and the heads of calls, read by `Wire` and by protobuf-c.
  case envelope

  /// Tries one input.
  ///
  /// - Throws: ``Finding`` if the code under test broke a promise.
  package func check(_ input: [UInt8]) throws(Finding) {
    var bytes = ByteSource(input)
    switch self {
    case .frame: try checkFrame(&bytes)
    case .machine: try checkMachine(&bytes)
    case .message: try checkMessage(&bytes)
    case .envelope: try checkEnvelope(&bytes)
    }
  }

  /// Tries one input and ends the process on a finding, which is how libFuzzer wants to be told.
  package func run(_ input: UnsafeRawBufferPointer) {
    do {
      try check(unsafe [UInt8](input))
    } catch {
      fatalError("\(rawValue): \(error.description)")
    }
  }
}

/// A promise that an input broke.
package struct Finding: Error, CustomStringConvertible {
  package let description: String
}

/// Throws unless `condition` holds.
func expect(
  _ condition: Bool, _ promise: @autoclosure () -> String
) throws(Finding) {
  if !condition { throw Finding(description: promise()) }
}
