import Testing

/// Four real processes, and the tool for people, as an operator starts them. One test at a time: each
/// has a cluster of its own, and the machine may be small.
@Suite(.serialized, .timeLimit(.minutes(5))) enum EndToEnd {}
