// Status codes, metadata and error details are part of every handler's vocabulary; whoever imports
// RPC has them without naming the wire module as well.
@_exported public import Wire
