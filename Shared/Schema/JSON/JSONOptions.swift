/// How ``Schema/json(from:type:options:)`` writes.
public struct JSONOptions: Sendable {
  /// Prints fields that have their default value too. A message that is absent, and a oneof that is
  /// not set, still print nothing.
  public var printsDefaults: Bool
  /// Names fields as the .proto file does, rather than in lowerCamelCase.
  public var keepsProtoNames: Bool
  /// Breaks lines and indents by two spaces.
  public var isPretty: Bool
  /// Bytes of JSON at most: defaults printed for many small messages can be much more than these.
  public var maximumBytes: Int

  public init(
    printsDefaults: Bool = false, keepsProtoNames: Bool = false, isPretty: Bool = false,
    maximumBytes: Int = 64 << 20
  ) {
    self.printsDefaults = printsDefaults
    self.keepsProtoNames = keepsProtoNames
    self.isPretty = isPretty
    self.maximumBytes = maximumBytes
  }
}
