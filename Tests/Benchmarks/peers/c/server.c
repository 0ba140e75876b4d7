// c-server PORT CERTS
//
// The limit that no RPC system with this framing can pass on this machine: one thread, one epoll
// set, libssl, no tasks, no envelope, no deadline. Every frame is sent back as it came; what one
// wake-up brought goes out in one write.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tls.h"

enum { most_events = 256 };

static int listen_at(int port) {
  const int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 512) != 0)
    fail("listen");
  return fd;
}

static void accept_one(int poll, int listener, SSL_CTX *context) {
  const int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return;
  set_no_delay(fd);
  struct connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) fail("calloc");
  connection->fd = fd;
  connection->tls = SSL_new(context);
  if (connection->tls == NULL || SSL_set_fd(connection->tls, fd) != 1) fail("SSL_new");
  SSL_set_accept_state(connection->tls);
  connection->interest = EPOLLIN;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
}

static void end(struct connection *connection) {
  SSL_free(connection->tls);
  close(connection->fd);
  free(connection);
}

// Moves whole frames from in to out while they fit.
static enum outcome echo(struct connection *connection) {
  struct buffer *in = &connection->in, *out = &connection->out;
  size_t taken = 0;
  while (in->count - taken >= header_bytes) {
    const uint32_t length = frame_length(in->bytes + taken);
    if (length > largest_payload) return ended;
    const size_t frame = header_bytes + length;
    if (in->count - taken < frame || buffer_bytes - out->count < frame) break;
    memcpy(out->bytes + out->count, in->bytes + taken, frame);
    out->count += frame;
    taken += frame;
  }
  consume(in, taken);
  return open_still;
}

static void serve(int poll, struct connection *connection) {
  // Until the peer takes its answers, no more is read from it: its own window fills, not our
  // memory.
  if (flush(connection) == ended) return end(connection);
  // What libssl has decrypted already wakes no epoll: it is asked for as long as it has some.
  int more = 1;
  while (more && connection->out.count == 0) {
    if (fill(connection) == ended || echo(connection) == ended || flush(connection) == ended)
      return end(connection);
    more = SSL_pending(connection->tls) > 0;
  }
  const uint32_t interest = connection->out.count > 0 ? EPOLLOUT : EPOLLIN;
  if (interest == connection->interest) return;
  connection->interest = interest;
  struct epoll_event event = {.events = interest, .data.ptr = connection};
  if (epoll_ctl(poll, EPOLL_CTL_MOD, connection->fd, &event) != 0) fail("epoll_ctl");
}

int main(int count, char **arguments) {
  if (count != 3) {
    static const char usage[] = "usage: c-server PORT CERTS\n";
    return write(STDERR_FILENO, usage, sizeof usage - 1) < 0 ? 1 : 2;
  }
  signal(SIGPIPE, SIG_IGN);
  SSL_CTX *context = server_context(arguments[2]);
  const int listener = listen_at(number(arguments[1], 1, 65535));
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[most_events];
  if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event) != 0) fail("epoll");
  for (;;) {
    const int ready = epoll_wait(poll, events, most_events, -1);
    for (int index = 0; index < ready; index++) {
      struct connection *connection = events[index].data.ptr;
      if (connection == NULL) accept_one(poll, listener, context);
      else serve(poll, connection);
    }
  }
}
