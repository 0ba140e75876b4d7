internal import Runtime

/// One place that offers a service.
struct Replica: Sendable, Hashable {
  let address: SocketAddress
  /// Above 0: its share of the calls, beside the others'.
  var weight = 1.0
}

/// All places that offer a service, by priority: a group is used only while those before it cannot be.
typealias ReplicaGroups = [[Replica]]
