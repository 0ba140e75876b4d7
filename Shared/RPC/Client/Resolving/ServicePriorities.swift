internal import DNS
internal import Runtime

/// What a service's SRV records make of it (RFC 2782): groups by priority, shares by weight.
enum ServicePriorities {
  /// What a weight of 0 counts for beside weights above it: "a very small chance".
  private static let leastWeight = 0.01

  /// The records that name a host; empty where the service is decidedly not available.
  static func usable(_ records: [ServiceRecord]) -> [ServiceRecord] {
    var seen: Set<ServiceRecord> = []
    return records.filter { !$0.host.isEmpty && $0.port > 0 && seen.insert($0).inserted }
  }

  /// The lowest priority number first. A host's weight is shared among its addresses; an address that is
  /// named twice counts where its priority is best, with its weights added up.
  static func groups(_ found: [(record: ServiceRecord, addresses: [SocketAddress])])
    -> ReplicaGroups
  {
    var groups: ReplicaGroups = []
    var placed: Set<SocketAddress> = []
    for priority in Set(found.map(\.record.priority)).sorted() {
      let members = found.filter { $0.record.priority == priority }
      let group = group(members, placed)
      placed.formUnion(group.map(\.address))
      if !group.isEmpty { groups.append(group) }
    }
    return groups
  }

  private static func group(
    _ found: [(record: ServiceRecord, addresses: [SocketAddress])], _ placed: Set<SocketAddress>
  ) -> [Replica] {
    let isWeighted = found.contains { $0.record.weight > 0 }
    var order: [SocketAddress] = []
    var weights: [SocketAddress: Double] = [:]
    for (record, addresses) in found {
      let weight = isWeighted ? max(Double(record.weight), leastWeight) : 1
      for address in addresses where !placed.contains(address) {
        if weights[address] == nil { order.append(address) }
        weights[address, default: 0] += weight / Double(addresses.count)
      }
    }
    return order.map { Replica(address: $0, weight: weights[$0] ?? 1) }
  }
}
