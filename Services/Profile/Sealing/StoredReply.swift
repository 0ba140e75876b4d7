import Messages

/// An answer as the table of requests has it where data are sealed: whose it is, with its length in
/// front, and then the sealed answer; 0 and the answer as it is where it is nobody's, as an import's,
/// which names lines and columns but no values.
struct StoredReply {
  let customer: String
  private let bytes: [UInt8]

  init(_ stored: [UInt8]) {
    let count = min(Int(stored.first ?? 0), max(0, stored.count - 1))
    customer = String(decoding: stored.dropFirst().prefix(count), as: UTF8.self)
    bytes = Array(stored.dropFirst(1 + count))
  }

  func open(_ vault: CustomerVault, request: String) throws -> [UInt8] {
    try vault.open(bytes, .reply, row: Array(request.utf8))
  }

  var isNobodys: Bool { customer.isEmpty }
  var plain: [UInt8] { bytes }

  static func seal(_ reply: [UInt8], _ vault: CustomerVault?, request: String) throws -> [UInt8] {
    guard let vault else { return [0] + reply }
    let customer = Array(vault.customer.utf8)
    return [UInt8(clamping: customer.count)] + customer
      + (try vault.seal(reply, .reply, row: Array(request.utf8)))
  }
}
