import Foundation
import Glibc

/// A file system of a server's own, seen by nobody else: in a mount namespace, and where we are not root
/// in a user namespace around it, in which we seem to be.
enum ServerDisk {
  private static let isRoot = geteuid() == 0

  /// Arguments of a shell that has it run another, with the arguments that follow, in there.
  static let enclosure = ["-c", "exec unshare \(isRoot ? "-m" : "-Urm") /bin/sh \"$@\"", "sh"]

  /// Runs a command in there as who we are outside: the server refuses to run as root.
  static let ourselves = "unshare -U --map-user=\(geteuid()) --map-group=\(getegid())"
}

extension PostgreSQLCluster {
  /// Whether file systems may be mounted here: in many containers they may not.
  package static let canHaveDisk: Bool = {
    let mounting = ["-c", "mount -t tmpfs none /mnt"]
    let process = try? SpawnedProcess(
      "/bin/sh", ServerDisk.enclosure + mounting, error: .nullDevice)
    process?.join()
    return process?.ending == .exited(0)
  }()
}
