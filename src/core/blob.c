/* blob.c: see blob.h. */

#include "core/blob.h"

bool blob_keep(struct blobs *blobs, struct text bytes, int64_t size_max,
               struct blob_name *ret_name)
{
    struct blob_writer *writer;
    int64_t size;
    const struct blob_port *port = blobs->port;
    if (port->begin(blobs, size_max, &writer) != BLOB_DONE)
        return false;
    if (port->append(writer, bytes) == BLOB_DONE)
        return port->finish(writer, ret_name, &size) == BLOB_DONE;
    port->abandon(writer);
    return false;
}
