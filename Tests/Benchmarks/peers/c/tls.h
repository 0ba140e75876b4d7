// What the bare loop's server and client share: a frame's layout, TLS 1.3 in both roles, a
// connection's two buffers.
#pragma once

#include <openssl/ssl.h>
#include <stdint.h>

// A frame as Cameo's: 16 bytes of header, length first and in network order, then `length` bytes.
enum { header_bytes = 16, buffer_bytes = 1 << 18, largest_payload = 1 << 16 };

enum outcome { open_still, ended };

struct buffer {
  unsigned char bytes[buffer_bytes];
  size_t count;
};

struct connection {
  int fd;
  uint32_t interest;  // what epoll watches for now
  SSL *tls;
  struct buffer in, out;
};

void fail(const char *what) __attribute__((noreturn));
int number(const char *text, int lowest, int highest);
int64_t now_nanoseconds(void);
void set_no_delay(int fd);
uint32_t frame_length(const unsigned char *frame);
void write_header(unsigned char *frame, uint32_t length);
SSL_CTX *server_context(const char *certificates);
SSL_CTX *client_context(const char *certificates);
// Reads until the socket has no more or the buffer is full.
enum outcome fill(struct connection *connection);
// Writes what is in `out` as far as the socket takes it.
enum outcome flush(struct connection *connection);
// Drops `count` bytes from a buffer's front.
void consume(struct buffer *buffer, size_t count);
