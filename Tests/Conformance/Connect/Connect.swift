/// The areas of Connect's conformance suite (https://github.com/connectrpc/conformance), in terms of
/// this protocol.
enum Connect {
  static let cases =
    basic + errors + cancellation + deadlines + metadata + sizes + empty + unexpectedRequests
    + unexpectedResponses + identity
}
