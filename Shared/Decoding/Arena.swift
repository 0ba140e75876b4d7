package import CMessages

/// The memory of one decode or encode: handed out by moving a pointer, taken back all at once.
///
/// What protobuf-c unpacks goes here and is dropped whole by ``reset()`` once it has been copied into
/// Swift values. Blocks are zeroed and 16-byte aligned; `free` gives back the last block only. An
/// arena belongs to one thread; an event loop has one and uses it for every call.
@safe
public final class Arena {
  /// What decoding into this arena may cost.
  public let limits: DecodingLimits
  package let allocator: UnsafeMutablePointer<ProtobufCAllocator>
  private let state: UnsafeMutablePointer<ArenaState>

  public init(limits: DecodingLimits = DecodingLimits()) {
    self.limits = limits
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: ArenaState(limit: limits.allocatedBytes))
    unsafe allocator = .allocate(capacity: 1)
    // The callbacks get the state's address, which stays put: no reference counting on their path.
    unsafe allocator.initialize(
      to: ProtobufCAllocator(
        alloc: { state, size in
          unsafe state?.assumingMemoryBound(to: ArenaState.self).pointee.allocate(
            size, capped: true)
        },
        free: { state, block in
          unsafe state?.assumingMemoryBound(to: ArenaState.self).pointee.free(block)
        },
        allocator_data: state))
  }

  deinit {
    unsafe state.pointee.deallocateChunks()
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
    unsafe allocator.deallocate()
  }

  /// Takes everything back. Whatever points into the arena is invalid from here on.
  public func reset() {
    unsafe state.pointee.reset()
  }

  /// The most bytes that were out at once since the last reset, padding included.
  public var peakBytes: Int { unsafe state.pointee.peakBytes }

  /// Bytes of memory that the arena holds on to, used or not.
  public var reservedBytes: Int { unsafe state.pointee.reservedBytes }

  /// A zeroed block that the limit does not apply to: it is for encoding values that exist already.
  package func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    guard let block = unsafe state.pointee.allocate(byteCount, capped: false) else {
      fatalError("an arena cannot hand out \(byteCount) bytes")
    }
    return unsafe block
  }
}
