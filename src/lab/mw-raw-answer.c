/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that no HTTP library would give.
 *
 * Half a body, a length that is not true, a reset: libsoup's server keeps its clients from all of it.  So its connection
 * is taken away from it, and the bytes are written here.  The connection is not used again.
 */

#include <string.h>
#include <sys/socket.h>

#include "mw-raw-answer.h"

#define PIECE  (64 * 1024)
#define HUGE   (256 * 1024 * 1024) /* announced; nobody reads so far */

typedef struct
{
  MwServiceFaultKind fault;
  GIOStream         *stream;
  GCancellable      *closing;
  gsize              n_written;
  GString           *bytes;    /* that are being written */
} MwRawAnswer;

static void write_more (MwRawAnswer *self);

static void
raw_answer_free (MwRawAnswer *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->closing);
  g_string_free (self->bytes, TRUE);
  g_free (self);
}

/* The client has gone, or it says something else, which is not listened to. */
static void
gone_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  g_input_stream_read_finish (G_INPUT_STREAM (stream), result, NULL);
  raw_answer_free (data);
}

static void
written_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  MwRawAnswer *self = data;
  gboolean is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (stream), result, NULL, NULL);

  self->n_written += self->bytes->len;
  if (is_written && self->fault == MW_SERVICE_HUGE_BODY && self->n_written < HUGE)
    {
      g_string_set_size (self->bytes, PIECE);
      memset (self->bytes->str, ' ', PIECE);
      write_more (self);
    }
  else if (is_written && self->fault == MW_SERVICE_WRONG_LENGTH)
    g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->bytes->str, 1, G_PRIORITY_DEFAULT,
                               self->closing, gone_cb, self);
  else
    raw_answer_free (self);
}

static void
write_more (MwRawAnswer *self)
{
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), self->bytes->str, self->bytes->len,
                                   G_PRIORITY_DEFAULT, self->closing, written_cb, self);
}

/* The system says it at once: a reset, and not the end of a stream. */
static void
reset (GIOStream *stream, GSocket *socket)
{
  const struct linger at_once = { 1, 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_close (socket, NULL);
  g_io_stream_close (stream, NULL, NULL);
  g_object_unref (stream);
}

gboolean
mw_raw_answer_is_needed (MwServiceFaultKind fault)
{
  return fault == MW_SERVICE_RESET || fault == MW_SERVICE_HALF_BODY || fault == MW_SERVICE_WRONG_LENGTH ||
         fault == MW_SERVICE_HUGE_BODY;
}

/**
 * mw_raw_answer_send:
 * @fault: one that needs it
 * @stream: (transfer full): of a client that has asked
 * @socket: below @stream
 * @body: of the answer that would have been good
 * @closing: ends it when the server does
 *
 * On the server's thread.
 */
void
mw_raw_answer_send (MwServiceFaultKind fault, GIOStream *stream, GSocket *socket, GBytes *body, GCancellable *closing)
{
  gsize length, announced;
  const char *text = g_bytes_get_data (body, &length);
  MwRawAnswer *self;

  if (fault == MW_SERVICE_RESET)
    {
      reset (stream, socket);
      return;
    }
  self = g_new0 (MwRawAnswer, 1);
  self->fault = fault;
  self->stream = stream;
  self->closing = g_object_ref (closing);
  self->bytes = g_string_new (NULL);
  announced = fault == MW_SERVICE_HUGE_BODY ? HUGE : fault == MW_SERVICE_WRONG_LENGTH ? 2 * length : length;
  g_string_printf (self->bytes, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                   "\r\nConnection: close\r\n\r\n", announced);
  g_string_append_len (self->bytes, text, (gssize) (fault == MW_SERVICE_HALF_BODY ? length / 2 : length));
  write_more (self);
}
