import Randomness
import Testing

/// Four real processes, and the tool for people, as an operator starts them. One test at a time: each
/// has a cluster of its own, and the machine may be small.
@Suite(.serialized, .timeLimit(.minutes(LongRun.count(5, atLength: 60)))) enum EndToEnd {}
