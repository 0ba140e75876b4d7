internal import CLinux

/// A file descriptor that is closed when its owner lets it go.
struct Descriptor: ~Copyable {
  let fd: Int32

  init(owning fd: Int32) { self.fd = fd }

  deinit { cameo_close(fd) }
}
