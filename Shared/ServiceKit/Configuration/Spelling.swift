/// Guesses what somebody meant to write.
enum Spelling {
  /// The candidate nearest to `word`, if it is near enough to be meant: at most a third of its letters
  /// differ.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let distances = candidates.map { (distance(word, $0), $0) }
    guard let (distance, nearest) = distances.min(by: { $0 < $1 }) else { return nil }
    return distance * 3 <= nearest.count ? nearest : nil
  }

  /// The Levenshtein distance: insertions, deletions and substitutions of one letter.
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (number, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = number + 1
      for column in right.indices {
        let changed = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
