// What Runtime needs of Linux, where Swift cannot reach the C form itself: macros, unions, sockaddr
// casts. Every function is a static inline; a failure is returned as -errno.
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Not under _GNU_SOURCE: that would give this module other definitions of shared types than the rest
// of the process's modules have.

static inline int cameo_result(long value) { return value < 0 ? -errno : (int)value; }

// Clock, threads, signals

/* As of the kernel's last tick, up to 4 ms ago: a quarter of the cost. */
static inline int64_t cameo_monotonic_coarse_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t cameo_monotonic_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static inline int cameo_thread_start(
    pthread_t *_Nonnull thread, void *_Nullable (*_Nonnull body)(void *_Nullable),
    void *_Nullable context) {
  return -pthread_create(thread, NULL, body, context);
}

static inline void cameo_thread_name(const char *_Nonnull name) {
  prctl(PR_SET_NAME, name, 0, 0, 0);
}

// Signals sent to the process are for its main code; only a thread's own faults stay open here.
static inline void cameo_block_signals(void) {
  sigset_t set;
  sigfillset(&set);
  int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGPROF};
  for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&set, faults[i]);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static inline void cameo_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

// epoll and eventfd

static inline int cameo_epoll_create(void) { return cameo_result(epoll_create1(EPOLL_CLOEXEC)); }

static inline int cameo_epoll_control(
    int epoll, int operation, int fd, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data.u64 = data};
  return cameo_result(epoll_ctl(epoll, operation, fd, &event));
}

static inline int cameo_epoll_wait(
    int epoll, struct epoll_event *_Nonnull events, int capacity, int timeout_ms) {
  return cameo_result(epoll_wait(epoll, events, capacity, timeout_ms));
}

static inline uint64_t cameo_event_data(const struct epoll_event *_Nonnull event) {
  return event->data.u64;
}
static inline uint32_t cameo_event_bits(const struct epoll_event *_Nonnull event) {
  return event->events;
}

static inline int cameo_eventfd(void) {
  return cameo_result(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
}
static inline void cameo_eventfd_signal(int fd) { (void)eventfd_write(fd, 1); }
static inline void cameo_eventfd_clear(int fd) {
  eventfd_t value;
  (void)eventfd_read(fd, &value);
}

static const int cameo_epoll_add = EPOLL_CTL_ADD;
static const int cameo_epoll_modify = EPOLL_CTL_MOD;
static const int cameo_epoll_delete = EPOLL_CTL_DEL;
static const uint32_t cameo_epoll_in = EPOLLIN;
static const uint32_t cameo_epoll_out = EPOLLOUT;
static const uint32_t cameo_epoll_peer_closed = EPOLLRDHUP;
static const uint32_t cameo_epoll_hang_up = EPOLLHUP | EPOLLERR;

// Addresses: family 4 or 6; an IPv4 address is the first four bytes of `high`, as in memory.

typedef struct {
  uint64_t high, low;
  uint32_t scope;
  uint16_t port;
  uint8_t family;
} cameo_address;

static inline socklen_t cameo_pack(
    const cameo_address *_Nonnull address, struct sockaddr_storage *_Nonnull storage) {
  memset(storage, 0, sizeof *storage);
  if (address->family == 4) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address->port);
    memcpy(&v4->sin_addr, &address->high, 4);
    return sizeof *v4;
  }
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(address->port);
  v6->sin6_scope_id = address->scope;
  memcpy(&v6->sin6_addr, &address->high, 8);
  memcpy((char *)&v6->sin6_addr + 8, &address->low, 8);
  return sizeof *v6;
}

static inline int cameo_unpack(
    const struct sockaddr *_Nonnull storage, cameo_address *_Nonnull address) {
  memset(address, 0, sizeof *address);
  if (storage->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)storage;
    address->family = 4;
    address->port = ntohs(v4->sin_port);
    memcpy(&address->high, &v4->sin_addr, 4);
    return 0;
  }
  if (storage->sa_family != AF_INET6) return -EAFNOSUPPORT;
  const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)storage;
  address->family = 6;
  address->port = ntohs(v6->sin6_port);
  address->scope = v6->sin6_scope_id;
  memcpy(&address->high, &v6->sin6_addr, 8);
  memcpy(&address->low, (const char *)&v6->sin6_addr + 8, 8);
  return 0;
}

// Numeric text only; 0 on success.
static inline int cameo_address_parse(
    const char *_Nonnull text, uint16_t port, cameo_address *_Nonnull address) {
  memset(address, 0, sizeof *address);
  address->port = port;
  address->family = 4;
  if (inet_pton(AF_INET, text, &address->high) == 1) return 0;
  struct in6_addr v6;
  if (inet_pton(AF_INET6, text, &v6) != 1) return -EINVAL;
  address->family = 6;
  memcpy(&address->high, &v6, 8);
  memcpy(&address->low, (const char *)&v6 + 8, 8);
  return 0;
}

static inline void cameo_address_text(
    const cameo_address *_Nonnull address, char *_Nonnull text, int capacity) {
  struct sockaddr_storage storage;
  cameo_pack(address, &storage);
  const void *bytes = address->family == 4
      ? (const void *)&((struct sockaddr_in *)&storage)->sin_addr
      : (const void *)&((struct sockaddr_in6 *)&storage)->sin6_addr;
  if (!inet_ntop(storage.ss_family, bytes, text, capacity)) text[0] = 0;
}

// Blocks. The number of addresses found (at most capacity), or -1 with the reason in *failure.
static inline int cameo_resolve(
    const char *_Nonnull host, uint16_t port, cameo_address *_Nonnull addresses, int capacity,
    const char *_Nullable *_Nonnull failure) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
  struct addrinfo *list = NULL;
  int code = getaddrinfo(host, NULL, &hints, &list);
  if (code != 0) {
    *failure = gai_strerror(code);
    return -1;
  }
  int count = 0;
  for (struct addrinfo *each = list; each && count < capacity; each = each->ai_next) {
    if (cameo_unpack(each->ai_addr, &addresses[count]) < 0) continue;
    addresses[count++].port = port;
  }
  freeaddrinfo(list);
  return count;
}

// Sockets

static inline int cameo_socket(uint8_t family) {
  int domain = family == 4 ? AF_INET : AF_INET6;
  return cameo_result(socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

static inline int cameo_socket_pair(int *_Nonnull pair) {
  return cameo_result(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair));
}

static inline int cameo_bind(int fd, const cameo_address *_Nonnull address) {
  struct sockaddr_storage storage;
  socklen_t size = cameo_pack(address, &storage);
  return cameo_result(bind(fd, (struct sockaddr *)&storage, size));
}

static inline int cameo_listen(int fd, int backlog) { return cameo_result(listen(fd, backlog)); }

static inline int cameo_connect(int fd, const cameo_address *_Nonnull address) {
  struct sockaddr_storage storage;
  socklen_t size = cameo_pack(address, &storage);
  return cameo_result(connect(fd, (struct sockaddr *)&storage, size));
}

static inline int cameo_accept(int fd) {
  // The wrapper in the C library is declared under _GNU_SOURCE only.
  return cameo_result(syscall(SYS_accept4, fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

static inline int cameo_local_address(int fd, cameo_address *_Nonnull address) {
  struct sockaddr_storage storage;
  socklen_t size = sizeof storage;
  if (getsockname(fd, (struct sockaddr *)&storage, &size) < 0) return -errno;
  return cameo_unpack((struct sockaddr *)&storage, address);
}

static inline int cameo_peer_address(int fd, cameo_address *_Nonnull address) {
  struct sockaddr_storage storage;
  socklen_t size = sizeof storage;
  if (getpeername(fd, (struct sockaddr *)&storage, &size) < 0) return -errno;
  return cameo_unpack((struct sockaddr *)&storage, address);
}

static inline int cameo_socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return -errno;
  return -error;
}

static inline int cameo_set_no_delay(int fd) {
  int one = 1;
  return cameo_result(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
}

static inline int cameo_set_reuse_address(int fd) {
  int one = 1;
  return cameo_result(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one));
}

static inline int cameo_receive(int fd, void *_Nonnull bytes, size_t count) {
  return cameo_result(recv(fd, bytes, count, 0));
}

static inline int cameo_send(int fd, const void *_Nonnull bytes, size_t count) {
  return cameo_result(send(fd, bytes, count, MSG_NOSIGNAL));
}

static inline int cameo_shut_down_writing(int fd) { return cameo_result(shutdown(fd, SHUT_WR)); }
static inline void cameo_close(int fd) { (void)close(fd); }
