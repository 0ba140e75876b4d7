import Crypto
import Messages
import ServiceKit

/// What makes a request the same as another: the id that its client gave it, and a digest of its
/// content.
struct RequestKey: Equatable, Sendable {
  var id: String
  /// SHA-256 of the message's name and its bytes, which protobuf-c packs in one way only.
  var digest: [UInt8]

  init(_ id: String, of request: some Message) throws(Violation) {
    if let fault = ClientID.fault(in: id) { throw fault.within("request_id") }
    self.id = id
    var hash = SHA256()
    hash.update(data: Array(type(of: request).fullName.utf8) + [0])
    hash.update(data: request.encoded())
    digest = Array(hash.finalize())
  }

  /// The first answer to this id, nil when there is none yet.
  func answer(_ record: RequestRecord?) throws(Refusal) -> [UInt8]? {
    guard let record else { return nil }
    guard record.digest == digest else {
      throw Refusal(
        .alreadyExists, field: "request_id", rule: "other_content",
        "was used for a request with other content; make a new id")
    }
    return record.reply
  }
}
