/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a body.
 *
 * Nobody needs its bytes, only how many they were and whether they were text; so they pass through one buffer, and a
 * body without end costs no memory: at MW_SERVICE_MAX_BODY it is given up, with its connection.  libsoup 3.2 takes a
 * connection that ends for the end of the body, whatever length was announced.
 */

#include <string.h>

#include "mw-http-body.h"
#include "mw-service.h"

/* What is left over at the end of the buffer is the beginning of a character: it is kept for the next bytes. */
static gboolean
check_text (MwHttpBody *self, gsize n)
{
  const char *end;
  gsize left;

  if (g_utf8_validate (self->buffer, (gssize) n, &end))
    {
      self->n_left = 0;
      return TRUE;
    }
  left = (gsize) (self->buffer + n - end);
  if (left > 3 || g_utf8_get_char_validated (end, (gssize) left) != (gunichar) -2)
    return FALSE;
  memmove (self->buffer, end, left);
  self->n_left = left;
  return TRUE;
}

/* N more bytes have come, none at the end; FALSE with the body's error set where that is enough. */
static gboolean
take (MwHttpBody *self, gsize n)
{
  gsize n_left = self->n_left;

  self->length += n;
  if (self->is_text && ((n == 0 && n_left > 0) || !check_text (self, n_left + n)))
    g_set_error_literal (&self->error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE, "not UTF-8");
  else if (n == 0 && (gint64) self->length < self->announced)
    g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "cut");
  else if (self->length >= MW_SERVICE_MAX_BODY)
    g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too large");
  return self->error == NULL;
}

static void read_more (MwHttpBody *self);

static void
closed_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  MwHttpBody *self = data;
  g_autoptr (GError) error = g_steal_pointer (&self->error);

  g_input_stream_close_finish (G_INPUT_STREAM (stream), result, NULL);
  g_clear_object (&self->stream);
  self->func (self->owner, error);
}

static void
read_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  MwHttpBody *self = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (stream), result, &self->error);

  if (n >= 0 && take (self, (gsize) n) && n > 0)
    {
      read_more (self);
      return;
    }
  if (self->error != NULL)
    g_cancellable_cancel (self->cancellable);
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, self);
}

static void
read_more (MwHttpBody *self)
{
  g_input_stream_read_async (self->stream, self->buffer + self->n_left, sizeof self->buffer - self->n_left,
                             G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

/* Reads the stream, which is set with the cancellable, to its end, closes it, and then calls FUNC with OWNER. */
void
mw_http_body_read_async (MwHttpBody *self, MwHttpBodyFunc func, gpointer owner)
{
  self->func = func;
  self->owner = owner;
  read_more (self);
}

/* The same on the calling thread. */
gboolean
mw_http_body_read (MwHttpBody *self, GError **error)
{
  gssize n;

  do
    n = g_input_stream_read (self->stream, self->buffer + self->n_left, sizeof self->buffer - self->n_left,
                             self->cancellable, &self->error);
  while (n >= 0 && take (self, (gsize) n) && n > 0);
  if (self->error != NULL)
    g_cancellable_cancel (self->cancellable);
  g_input_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
