/// The id of a customer of a test's own, for numbers of at most six digits: a ULID, for services take
/// nothing else.
package func customerID(_ number: Int) -> String {
  let digits = String(number)
  return "01ARZ3NDEKTSV4RRFFQ6" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
}
