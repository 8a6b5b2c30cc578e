#!/bin/sh
# postgres.sh start DIR | stop DIR: a PostgreSQL of its own for tests, under DIR, on a free port
# of 127.0.0.1. `start` prints its postgres:// address and nothing else. The server never runs as
# root: then it runs as `postgres`, or as `nobody` where there is no such user.
set -eu

programs=${YIBAO_POSTGRES_PROGRAMS:-/usr/lib/postgresql/15/bin}
wish=${1:-}
folder=${2:-}
case "$wish" in
start | stop) ;;
*) wish= ;;
esac
if [ -z "$wish" ] || [ -z "$folder" ]; then
    echo "usage: postgres.sh start DIR | stop DIR" >&2
    exit 2
fi
if [ ! -x "$programs/initdb" ]; then
    echo "postgres.sh: no initdb in $programs" >&2
    exit 3
fi

# Runs a command as somebody who is not root.
as_user() {
    if [ "$(id -u)" -ne 0 ]; then
        (cd / && "$@")
    elif id postgres >/dev/null 2>&1; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && runuser -u nobody -- "$@")
    fi
}

if [ "$wish" = stop ]; then
    folder=$(cd "$folder" && pwd)
    as_user "$programs/pg_ctl" stop -D "$folder/data" -m immediate -w >/dev/null 2>&1 || true
    rm -rf "$folder/data" "$folder/socket" "$folder/log"
    exit 0
fi

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
mkdir -p "$folder/data" "$folder/socket"
if [ "$(id -u)" -eq 0 ]; then
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
    chown "$owner" "$folder" "$folder/data" "$folder/socket"
fi
as_user "$programs/initdb" -D "$folder/data" -U yibao -A trust -E UTF8 --locale=C \
    --no-instructions >/dev/null

# A port that was free a moment ago may be taken by now: then another is tried.
tries=0
while :; do
    port=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
    if as_user "$programs/pg_ctl" start -D "$folder/data" -w -t 30 -l "$folder/log" \
        -o "-p $port -k '$folder/socket' -h 127.0.0.1 -c shared_buffers=128MB \
            -c max_connections=50 -c wal_level=minimal -c max_wal_senders=0 \
            -c max_wal_size=2GB ${YIBAO_POSTGRES_OPTIONS:-}" >/dev/null; then
        break
    fi
    tries=$((tries + 1))
    if [ "$tries" -ge 3 ]; then
        cat "$folder/log" >&2
        exit 1
    fi
done
as_user "$programs/createdb" -h 127.0.0.1 -p "$port" -U yibao yibao
echo "postgres://yibao@127.0.0.1:$port/yibao"
