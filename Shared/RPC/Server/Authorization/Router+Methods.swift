extension Router {
  /// The paths of all methods that have a handler here, as a policy may name them.
  public var methods: Set<String> { Set(routes.keys) }
}
