/// `customer_id` as JSON and Swift name it: "customerId".
package func lowerCamel(_ name: String) -> String {
  var result = ""
  var raises = false
  for character in name {
    if character == "_" {
      raises = true
    } else if raises {
      result += character.uppercased()
      raises = false
    } else {
      result.append(character)
    }
  }
  return result
}

/// `customerId` as a .proto file names it: "customer_id".
func snakeCase(_ name: String) -> String {
  name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
}
