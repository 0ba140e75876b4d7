import Logging

/// swift-log's end in a service: one line an event, to ``LogOutput``.
struct ServiceLogHandler: LogHandler {
  let service: String
  let format: LogFormat
  let output: LogOutput
  let clock: @Sendable () -> Int64
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    var pairs = all.map { ($0, "\($1)") }.sorted { $0.0 < $1.0 }
    if let error = event.error { pairs.append(("error", "\(error)")) }
    output.add(
      format.line(
        event.level, "\(event.message)", pairs, service: service, microseconds: clock()))
  }
}
