internal import CFuzzer
internal import FuzzTargets
internal import Glibc

// The target comes from the environment because libFuzzer starts this program again with arguments of
// its own, as when it merges corpora.
guard
  let target = unsafe getenv("CAMEO_FUZZ_TARGET").flatMap({
    FuzzTarget(rawValue: unsafe String(cString: $0))
  })
else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  fatalError("CAMEO_FUZZ_TARGET must be one of \(names)")
}
let chosen = target

let options = CommandLine.arguments
if options.count == 5, options[1] == "--unpack" {
  unpack(chosen, page: options[2], corpus: options[3], to: options[4])
  exit(0)
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
let result = unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
  unsafe chosen.run(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}
exit(result)
