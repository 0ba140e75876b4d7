// c-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS
//
// A closed loop over the bare server: every answer is followed by the next request. A request
// carries the instant at which it left in its payload's first 8 bytes.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "tls.h"

enum { most_connections = 1000, most_in_flight = 1000, time_bytes = 8, tick_milliseconds = 100 };

struct latencies {
  int64_t *nanoseconds;
  size_t count, capacity;
};

static void add(struct latencies *latencies, int64_t nanoseconds) {
  if (latencies->count == latencies->capacity) {
    latencies->capacity = latencies->capacity == 0 ? 1 << 20 : 2 * latencies->capacity;
    const size_t bytes = latencies->capacity * sizeof *latencies->nanoseconds;
    latencies->nanoseconds = realloc(latencies->nanoseconds, bytes);
    if (latencies->nanoseconds == NULL) fail("realloc");
  }
  latencies->nanoseconds[latencies->count++] = nanoseconds;
}

static int ascending(const void *left, const void *right) {
  const int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return a < b ? -1 : a > b;
}

static void report(struct latencies *latencies, double seconds) {
  if (latencies->count == 0) fail("no answer");
  qsort(latencies->nanoseconds, latencies->count, sizeof *latencies->nanoseconds, ascending);
  const double p50 = (double)latencies->nanoseconds[latencies->count * 50 / 100] / 1000;
  const double p99 = (double)latencies->nanoseconds[latencies->count * 99 / 100] / 1000;
  printf("{\"requests\": %zu, \"seconds\": %f, \"p50_us\": %f, \"p99_us\": %f}\n",
         latencies->count, seconds, p50, p99);
}

static struct connection *connect_to(int port, SSL_CTX *context) {
  const struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  struct connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) fail("calloc");
  connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection->fd < 0 ||
      connect(connection->fd, (const struct sockaddr *)&address, sizeof address) != 0)
    fail("connect");
  set_no_delay(connection->fd);
  connection->tls = SSL_new(context);
  if (connection->tls == NULL || SSL_set_fd(connection->tls, connection->fd) != 1 ||
      SSL_connect(connection->tls) != 1)
    fail("TLS");
  fcntl(connection->fd, F_SETFL, O_NONBLOCK);
  return connection;
}

static void request(struct connection *connection, int count, int payload) {
  struct buffer *out = &connection->out;
  for (int call = 0; call < count; call++) {
    unsigned char *frame = out->bytes + out->count;
    const int64_t now = now_nanoseconds();
    write_header(frame, (uint32_t)payload);
    memset(frame + header_bytes, 7, (size_t)payload);
    memcpy(frame + header_bytes, &now, time_bytes);
    out->count += header_bytes + (size_t)payload;
  }
  // The socket's buffer holds more than a client may have in flight, so a write that is cut short
  // means trouble.
  if (flush(connection) == ended || out->count > 0) fail("write");
}

// Reads what has come and returns how many answers it was.
static int answers(struct connection *connection, int payload, struct latencies *latencies) {
  struct buffer *in = &connection->in;
  if (fill(connection) == ended) fail("read");
  const int64_t now = now_nanoseconds();
  const size_t frame = header_bytes + (size_t)payload;
  size_t taken = 0;
  int count = 0;
  for (; in->count - taken >= frame; taken += frame, count++) {
    int64_t then;
    if (frame_length(in->bytes + taken) != (uint32_t)payload) fail("not the answer");
    memcpy(&then, in->bytes + taken + header_bytes, time_bytes);
    add(latencies, now - then);
  }
  consume(in, taken);
  return count;
}

int main(int count, char **arguments) {
  if (count != 7) {
    fputs("usage: c-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  const int port = number(arguments[1], 1, 65535);
  const int connections = number(arguments[3], 1, most_connections);
  const int in_flight = number(arguments[4], 1, most_in_flight);
  const int payload = number(arguments[5], time_bytes, buffer_bytes / in_flight - header_bytes);
  const int64_t time = number(arguments[6], 1, 3600) * INT64_C(1000000000);
  SSL_CTX *context = client_context(arguments[2]);
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  struct connection *all[most_connections];
  for (int index = 0; index < connections; index++) {
    all[index] = connect_to(port, context);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = all[index]};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, all[index]->fd, &event) != 0) fail("epoll_ctl");
  }
  struct latencies latencies = {0};
  const int64_t begin = now_nanoseconds();
  for (int index = 0; index < connections; index++) request(all[index], in_flight, payload);
  for (int out = connections * in_flight; out > 0;) {
    struct epoll_event events[64];
    const int ready = epoll_wait(poll, events, 64, tick_milliseconds);
    for (int index = 0; index < ready; index++) {
      const int came = answers(events[index].data.ptr, payload, &latencies);
      if (now_nanoseconds() - begin < time) request(events[index].data.ptr, came, payload);
      else out -= came;
    }
  }
  report(&latencies, (double)(now_nanoseconds() - begin) / 1e9);
}
