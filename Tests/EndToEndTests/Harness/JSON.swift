import Foundation
import TestKit

extension Outcome {
  /// The output, read as one JSON object.
  func json() throws -> JSON {
    guard let value = try? JSONSerialization.jsonObject(with: Data(output.utf8)) else {
      throw HarnessError("no JSON: \(testDescription)")
    }
    return JSON(value)
  }
}

/// A JSON value, to look into.
struct JSON {
  private let value: Any?

  init(_ value: Any?) { self.value = value }

  subscript(name: String) -> JSON { JSON((value as? [String: Any])?[name]) }
  subscript(index: Int) -> JSON { JSON(elements.indices.contains(index) ? elements[index] : nil) }

  var text: String? { value as? String }
  var number: Int? { value as? Int }
  var real: Double? { value as? Double }
  var isAbsent: Bool { value == nil }
  var list: [JSON] { elements.map(JSON.init) }

  private var elements: [Any] { value as? [Any] ?? [] }
}
