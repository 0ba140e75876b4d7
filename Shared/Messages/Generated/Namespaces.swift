// Generated from proto/ by proto/generate. Do not edit.
// swift-format-ignore-file

/// Messages and enums of cameo.rpc.v1.
public enum RPCV1 {}

/// Messages and enums of google.protobuf.
public enum Google {}
