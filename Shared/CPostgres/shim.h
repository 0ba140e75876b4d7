#pragma once
/* Debian's place, which other systems' pkg-config would name. A search path for it would reach all
   modules of the package, and servers' headers of general names with it. */
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

/* Macros of libpq that Swift imports as characters, where libpq asks for integers. */

static const int cameo_pg_sqlstate = PG_DIAG_SQLSTATE;
static const int cameo_pg_severity = PG_DIAG_SEVERITY;
static const int cameo_pg_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int cameo_pg_detail = PG_DIAG_MESSAGE_DETAIL;
static const int cameo_pg_context = PG_DIAG_CONTEXT;

/* Notices ("relation already exists, skipping") would go to standard error. */
static inline void cameo_pg_ignore_notice(void *context, const PGresult *result) {
  (void)context, (void)result;
}

static inline void cameo_pg_silence(PGconn *connection) {
  PQsetNoticeReceiver(connection, cameo_pg_ignore_notice, NULL);
}
