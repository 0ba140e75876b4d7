import Schema

/// Writes a service's methods, handler protocol and client.
struct ServiceWriter {
  let service: Service
  let names: Names
  let code: Code

  func write() {}
}
