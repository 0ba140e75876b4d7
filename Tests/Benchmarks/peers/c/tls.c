#define _GNU_SOURCE
#include "tls.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

void fail(const char *what) {
  perror(what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

int number(const char *text, int lowest, int highest) {
  char *end;
  const long value = strtol(text, &end, 10);
  if (*end != 0 || value < lowest || value > highest) {
    fprintf(stderr, "%s is not a number from %d to %d\n", text, lowest, highest);
    exit(2);
  }
  return (int)value;
}

int64_t now_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void set_no_delay(int fd) {
  const int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) fail("TCP_NODELAY");
}

uint32_t frame_length(const unsigned char *frame) {
  uint32_t length;
  memcpy(&length, frame, sizeof length);
  return ntohl(length);
}

void write_header(unsigned char *frame, uint32_t length) {
  const uint32_t network = htonl(length);
  memset(frame, 0, header_bytes);
  memcpy(frame, &network, sizeof network);
}

static SSL_CTX *context(const SSL_METHOD *method) {
  SSL_CTX *context = SSL_CTX_new(method);
  if (context == NULL) fail("SSL_CTX_new");
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  // A write that the socket took half of goes on later, from wherever the bytes are then.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

static const char *path(const char *directory, const char *name) {
  static char path[4096];
  if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path) fail(directory);
  return path;
}

SSL_CTX *server_context(const char *certificates) {
  SSL_CTX *server = context(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(server, path(certificates, "server.pem")) != 1 ||
      SSL_CTX_use_PrivateKey_file(server, path(certificates, "server.key"), SSL_FILETYPE_PEM) != 1)
    fail(certificates);
  return server;
}

SSL_CTX *client_context(const char *certificates) {
  SSL_CTX *client = context(TLS_client_method());
  if (SSL_CTX_load_verify_locations(client, path(certificates, "ca.pem"), NULL) != 1)
    fail(certificates);
  SSL_CTX_set_verify(client, SSL_VERIFY_PEER, NULL);
  return client;
}

static enum outcome after(const struct connection *connection, int result) {
  const int error = SSL_get_error(connection->tls, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? open_still : ended;
}

enum outcome fill(struct connection *connection) {
  struct buffer *in = &connection->in;
  while (in->count < buffer_bytes) {
    ERR_clear_error();
    const int room = (int)(buffer_bytes - in->count);
    const int result = SSL_read(connection->tls, in->bytes + in->count, room);
    if (result <= 0) return after(connection, result);
    in->count += (size_t)result;
  }
  return open_still;
}

enum outcome flush(struct connection *connection) {
  struct buffer *out = &connection->out;
  size_t sent = 0;
  enum outcome outcome = open_still;
  while (sent < out->count) {
    ERR_clear_error();
    const int result = SSL_write(connection->tls, out->bytes + sent, (int)(out->count - sent));
    if (result <= 0) {
      outcome = after(connection, result);
      break;
    }
    sent += (size_t)result;
  }
  consume(out, sent);
  return outcome;
}

void consume(struct buffer *buffer, size_t count) {
  buffer->count -= count;
  if (count > 0 && buffer->count > 0) memmove(buffer->bytes, buffer->bytes + count, buffer->count);
}
