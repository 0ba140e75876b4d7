import Messages
import Randomness

typealias EveryKind = RPCV1.TestEveryKind

extension RPCV1.TestEveryKind {
  /// Any value of any field, most of the time few of them.
  static func random(_ generator: inout SeededRandom) -> Self {
    var value = Self()
    if Bool.random(using: &generator) { value.setScalars(&generator) }
    if Bool.random(using: &generator) { value.setNumbers(&generator) }
    if Bool.random(using: &generator) { value.setLists(&generator) }
    value.choice = randomChoice(&generator)
    if Bool.random(using: &generator) { value.setMessages(&generator) }
    return value
  }

  private mutating func setScalars(_ generator: inout SeededRandom) {
    doubleValue = .random(in: -1e9...1e9, using: &generator)
    floatValue = .random(in: -1e9...1e9, using: &generator)
    int32Value = .random(in: .min ... .max, using: &generator)
    int64Value = .random(in: .min ... .max, using: &generator)
    uint32Value = .random(in: 0 ... .max, using: &generator)
    uint64Value = .random(in: 0 ... .max, using: &generator)
    sint32Value = .random(in: .min ... .max, using: &generator)
    sint64Value = .random(in: .min ... .max, using: &generator)
    fixed32Value = .random(in: 0 ... .max, using: &generator)
    fixed64Value = .random(in: 0 ... .max, using: &generator)
    sfixed32Value = .random(in: .min ... .max, using: &generator)
    sfixed64Value = .random(in: .min ... .max, using: &generator)
    boolValue = .random(using: &generator)
    stringValue = randomText(&generator)
    bytesValue = randomBytes(&generator)
    enumValue = randomEnum(&generator)
    `class` = randomText(&generator)
    `in` = randomText(&generator)
  }

  private mutating func setNumbers(_ generator: inout SeededRandom) {
    doubleValues = list(&generator) { .random(in: -1e300...1e300, using: &$0) }
    floatValues = list(&generator) { .random(in: -1e30...1e30, using: &$0) }
    int32Values = list(&generator) { .random(in: .min ... .max, using: &$0) }
    int64Values = list(&generator) { .random(in: .min ... .max, using: &$0) }
    uint32Values = list(&generator) { .random(in: 0...300, using: &$0) }
    uint64Values = list(&generator) { .random(in: 0 ... .max, using: &$0) }
    sint32Values = list(&generator) { .random(in: -70...70, using: &$0) }
    sint64Values = list(&generator) { .random(in: .min ... .max, using: &$0) }
    fixed32Values = list(&generator) { .random(in: 0 ... .max, using: &$0) }
    fixed64Values = list(&generator) { .random(in: 0 ... .max, using: &$0) }
    sfixed32Values = list(&generator) { .random(in: .min ... .max, using: &$0) }
    sfixed64Values = list(&generator) { .random(in: .min ... .max, using: &$0) }
    boolValues = list(&generator) { .random(using: &$0) }
    unpacked = list(&generator) { .random(in: 0 ... .max, using: &$0) }
  }

  private mutating func setLists(_ generator: inout SeededRandom) {
    stringValues = list(&generator, randomText)
    bytesValues = list(&generator, randomBytes)
    enumValues = list(&generator, randomEnum)
    messageValues = list(&generator, randomInner)
  }

  private mutating func setMessages(_ generator: inout SeededRandom) {
    messageValue = randomInner(&generator)
    at = Google.Timestamp(microseconds: .random(in: -(1 << 55)...(1 << 55), using: &generator))
    span = Google.Duration(seconds: 3, nanos: .random(in: 0..<1_000_000_000, using: &generator))
    mask = Google.FieldMask(paths: list(&generator) { _ in "a.b_c" })
    wrappedNumber = Google.Int64Value(value: .random(in: -5...5, using: &generator))
    wrappedText = Google.StringValue(value: randomText(&generator))
  }
}

private func randomChoice(_ generator: inout SeededRandom) -> EveryKind.Choice? {
  switch Int.random(in: 0..<9, using: &generator) {
  case 0: .choiceString(randomText(&generator))
  case 1: .choiceBytes(randomBytes(&generator))
  case 2: .choiceNumber(.random(in: -2...2, using: &generator))
  case 3: .choiceBool(.random(using: &generator))
  case 4: .choiceDouble(.random(in: -1...1, using: &generator))
  case 5: .choiceEnum(randomEnum(&generator))
  case 6: .choiceMessage(randomInner(&generator))
  case 7: .choiceAt(Google.Timestamp(seconds: .random(in: -9...9, using: &generator)))
  default: nil
  }
}

private func randomInner(_ generator: inout SeededRandom) -> RPCV1.TestInner {
  RPCV1.TestInner(
    name: randomText(&generator),
    leaves: list(&generator) { generator in
      RPCV1.TestInner.TestLeaf(
        size: .random(in: 0 ... .max, using: &generator),
        colour: [.unspecified, .green, .redAndGold, .init(rawValue: 77)]
          .randomElement(using: &generator) ?? .green,
        empty: Bool.random(using: &generator) ? RPCV1.TestInner.TestEmptyLeaf() : nil)
    })
}

private func randomEnum(_ generator: inout SeededRandom) -> RPCV1.TestEnum {
  RPCV1.TestEnum(rawValue: [0, 1, .max, -5, 12345, .min].randomElement(using: &generator) ?? 0)
}

private func randomText(_ generator: inout SeededRandom) -> String {
  String(list(&generator) { "ab é€😀\u{1}\u{7F}\"".randomElement(using: &$0) ?? "x" })
}

private func randomBytes(_ generator: inout SeededRandom) -> [UInt8] {
  list(&generator) { .random(in: 0...255, using: &$0) }
}

private func list<T>(
  _ generator: inout SeededRandom, _ element: (inout SeededRandom) -> T
) -> [T] {
  (0..<Int.random(in: 0...20, using: &generator)).map { _ in element(&generator) }
}
