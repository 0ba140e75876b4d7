/// The names that one might have meant, nearest first, by edit distance; at most three.
func nearMatches(to name: String, among names: some Sequence<String>) -> [String] {
  let wanted = Array(name.lowercased())
  let distances = names.map { ($0, editDistance(wanted, Array($0.lowercased()))) }
  // A third of the letters may be wrong, but nothing much worse than the best is worth naming.
  let limit = min((wanted.count + 2) / 3, (distances.map(\.1).min() ?? 0) + 1)
  return distances.filter { $0.1 <= limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3)
    .map(\.0)
}

/// "; did you mean a or b?", or nothing.
func suggestion(for name: String, among names: some Sequence<String>) -> String {
  // A name far longer than any of ours is no misspelling, and comparing it is wasted work.
  let matches = name.utf8.count > 200 ? [] : nearMatches(to: name, among: names)
  return matches.isEmpty ? "" : "; did you mean \(matches.joined(separator: " or "))?"
}

/// Insertions, deletions and replacements that make one of the other (Levenshtein).
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var row = Array(0...right.count)
  for (i, character) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in right.enumerated() {
      let replaced = diagonal + (character == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[right.count]
}
