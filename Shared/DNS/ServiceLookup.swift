internal import CAres
internal import Runtime

/// The SRV records of a service.
final class ServiceLookup: Lookup, @unchecked Sendable {
  // `@unchecked Sendable`: as its base class.
  typealias Outcome = Result<DNSAnswer<[ServiceRecord]>, DNSError>
  private let waiter: CheckedContinuation<Outcome, Never>

  init(_ name: String, _ waiter: CheckedContinuation<Outcome, Never>) {
    self.waiter = waiter
    super.init(name)
  }

  @safe override func begin(_ channel: OpaquePointer) {
    unsafe ares_search(
      channel, name, cameo_ares_class_in, cameo_ares_type_srv,
      { context, status, _, bytes, count in
        guard let context = unsafe context else { return }
        let lookup = unsafe Unmanaged<ServiceLookup>.fromOpaque(context).takeRetainedValue()
        unsafe lookup.finish(status, UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      }, Unmanaged.passRetained(self).toOpaque())
  }

  override func fail(_ error: DNSError) { waiter.resume(returning: .failure(error)) }

  @safe private func finish(_ status: Int32, _ message: UnsafeRawBufferPointer) {
    engine?.done(self)
    guard status == ARES_SUCCESS else { return end(.failure(error(status))) }
    switch unsafe Self.records(message) {
    case .failure(let failure): end(.failure(error(failure.status)))
    case .success(let records):
      let time = unsafe DNSMessage.shortestTimeToLive(
        ofType: UInt16(cameo_ares_type_srv), in: RawSpan(_unsafeBytes: message))
      let answer = DNSAnswer(records, timeToLive: .seconds(Int64(time ?? 0)))
      end(.success { [waiter] in waiter.resume(returning: .success(answer)) })
    }
  }

  private struct Failure: Error { let status: Int32 }

  private static func records(
    _ message: UnsafeRawBufferPointer
  ) -> Result<[ServiceRecord], Failure> {
    var first: UnsafeMutablePointer<ares_srv_reply>?
    let bytes = unsafe message.assumingMemoryBound(to: UInt8.self)
    let status = unsafe ares_parse_srv_reply(bytes.baseAddress, Int32(bytes.count), &first)
    guard status == ARES_SUCCESS, let first = unsafe first else {
      return .failure(Failure(status: status == ARES_SUCCESS ? ARES_ENODATA : status))
    }
    defer { unsafe ares_free_data(first) }
    var records: [ServiceRecord] = []
    var next: UnsafeMutablePointer<ares_srv_reply>? = unsafe first
    while let each = unsafe next {
      let host = unsafe each.pointee.host.map { unsafe String(cString: $0) } ?? ""
      unsafe records.append(
        ServiceRecord(
          priority: each.pointee.priority, weight: each.pointee.weight, port: each.pointee.port,
          host: host == "." ? "" : host))
      unsafe next = each.pointee.next
    }
    return .success(records)
  }
}
