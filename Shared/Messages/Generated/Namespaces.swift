// Generated from proto/ by proto/generate. Do not edit.
// swift-format-ignore-file

/// Messages and enums of cameo.consent.v1.
public enum ConsentV1 {}

/// Messages and enums of cameo.gateway.v1.
public enum GatewayV1 {}

/// Messages and enums of cameo.profile.v1.
public enum ProfileV1 {}

/// Messages and enums of cameo.rpc.v1.
public enum RPCV1 {}

/// Messages and enums of cameo.survey.v1.
public enum SurveyV1 {}

/// Messages and enums of google.protobuf.
public enum Google {}
