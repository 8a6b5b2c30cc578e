#!/bin/bash
# debootstrap.sh: proves on a bare Debian 12 that ./run and ./check need nothing but themselves.
#
#   tests/bare/debootstrap.sh [all|root|run|check|offline] [FOLDER]
#
#   root      only makes the bare system; it is kept in FOLDER, and each run and all begin with a
#             copy of it
#   run       a fresh clone there, ./run until it answers, then again without any network
#   check     ./check there
#   offline   only the second half of run
#   all       run and check (what is meant when nothing is said)
#
# Needs root, debootstrap and a Debian mirror. The bare system gets this machine's package sources,
# proxies and certificates, so that it can fetch where this machine can. FOLDER is
# /var/tmp/yibao-bare unless given; remove it to begin anew. The clone is of the commit at hand:
# what is not committed is not in it.
set -euo pipefail

source_tree=$(cd "$(dirname "$0")/../.." && pwd)
what=${1:-all}
base=${2:-/var/tmp/yibao-bare}
bare=$base/root
clone=/srv/yibao
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }

mounts=(proc sys dev dev/pts dev/shm)

mount_all()
{
    mkdir -p "$bare/dev/shm" "$bare/dev/pts"
    mountpoint -q "$bare/proc" || mount -t proc proc "$bare/proc"
    mountpoint -q "$bare/sys" || mount -t sysfs -o ro sysfs "$bare/sys"
    mountpoint -q "$bare/dev" || mount --bind /dev "$bare/dev"
    mountpoint -q "$bare/dev/pts" || mount --bind /dev/pts "$bare/dev/pts"
    mountpoint -q "$bare/dev/shm" || mount -t tmpfs tmpfs "$bare/dev/shm"
}

unmount_all()
{
    local i
    for ((i = ${#mounts[@]} - 1; i >= 0; i--)); do
        umount "$bare/${mounts[i]}" 2>/dev/null || true
    done
}

# Proxies and the like, as apt, curl and Node.js read them. The system's own bundle of certificates
# is made anew when ca-certificates is installed: what this machine trusts besides lies apart.
certificates=/etc/machine-certificates.crt
environment()
{
    local name
    printf '%s\n' "PATH=/usr/sbin:/usr/bin:/sbin:/bin" "HOME=/root" "LC_ALL=C.UTF-8"
    for name in SSL_CERT_FILE CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS; do
        if [ -n "${!name:-}" ]; then
            printf '%s=%s\n' "$name" "$certificates"
        fi
    done
    for name in http_proxy https_proxy ftp_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        if [ -n "${!name:-}" ]; then
            printf '%s=%s\n' "$name" "${!name}"
        fi
    done
}

# inside COMMAND: runs it with bash in the bare system; `network=off` cuts it off.
network=on
inside()
{
    local -a cut=() variables
    mapfile -t variables < <(environment)
    if [ "$network" = off ]; then
        # A network of its own, in which only the loopback exists.
        cut=(unshare --net --)
    fi
    # shellcheck disable=SC2016  # expanded by the shell that is started
    "${cut[@]}" env -i "${variables[@]}" bash -c '
        if [ "$2" = off ]; then ip link set lo up 2>/dev/null || true; fi
        exec chroot "$1" /bin/bash -c "$3"' bash "$bare" "$network" "$1"
}

# Only Debian's own sources: others may need keys that a bare system lacks.
copy_sources()
{
    local file
    rm -f "$bare"/etc/apt/sources.list
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
        if [ -f "$file" ] && grep -q debian-archive-keyring "$file"; then
            install -D -m 644 "$file" "$bare$file"
        elif [ "$file" = /etc/apt/sources.list ] && [ -s "$file" ]; then
            install -m 644 "$file" "$bare$file"
        fi
    done
    if ! ls "$bare"/etc/apt/sources.list "$bare"/etc/apt/sources.list.d/* >/dev/null 2>&1; then
        printf 'deb %s bookworm main\n' "$mirror" >"$bare/etc/apt/sources.list"
    fi
    for file in /etc/apt/apt.conf.d/*; do
        # Proxies, retries, certificates; not hooks of programs that are not there.
        if grep -qiE '^ *Acquire' "$file" &&
            ! grep -qE 'Post-Invoke|Pre-Install|/usr/' "$file"; then
            install -m 644 "$file" "$bare$file"
        fi
    done
}

make_root()
{
    [ "$(id -u)" = 0 ] || stop "This needs root."
    command -v debootstrap >/dev/null || stop "This needs debootstrap."
    if [ ! -f "$base/made" ]; then
        rm -rf "$base/pristine"
        mkdir -p "$base/pristine"
        say "Making a bare Debian 12 in $base/pristine"
        debootstrap --variant=minbase bookworm "$base/pristine" "$mirror" \
            >"$base/debootstrap.log" 2>&1 ||
            { tail -n 20 "$base/debootstrap.log" >&2; stop "debootstrap failed"; }
        touch "$base/made"
    fi
    if [ "$1" = fresh ] || [ ! -d "$bare" ]; then
        unmount_all
        if mount | grep -q " $bare/"; then
            stop "Something is still mounted below $bare"
        fi
        rm -rf "$bare"
        cp -a "$base/pristine" "$bare"
        # As in an image of Debian: no package lists yet.
        rm -rf "$bare"/var/lib/apt/lists/*
    fi
    copy_sources
    # Packages may start nothing in a chroot.
    printf '#!/bin/sh\nexit 101\n' >"$bare/usr/sbin/policy-rc.d"
    chmod 755 "$bare/usr/sbin/policy-rc.d"
    cp -L /etc/resolv.conf "$bare/etc/resolv.conf" 2>/dev/null || true
    cp -L /etc/hosts "$bare/etc/hosts" 2>/dev/null || true
    mkdir -p "$bare/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/" 2>/dev/null || true
    cp -L /etc/ssl/certs/ca-certificates.crt "$bare$certificates" 2>/dev/null || true
    say "The bare system has $(inside 'dpkg-query -W | wc -l') packages"
}

# The clone is made from outside: a bare system has no git.
make_clone()
{
    rm -rf "${bare:?}$clone"
    git clone -q --no-hardlinks "$source_tree" "$bare$clone"
    say "Cloned $(git -C "$bare$clone" rev-parse --short HEAD)"
}

# Starts ./run in the bare system and waits until it answers.
start_and_ask()
{
    local limit=$1 began=$SECONDS log=$base/run-$network.log server status=1
    # shellcheck disable=SC2016  # expanded by the shell inside
    # exec and wait: what is stopped is the server itself, and the next start needs its store.
    local script='(cd '$clone' && exec ./run --port 18080) & server=$!
        trap "kill $server 2>/dev/null; wait $server" EXIT
        for ((i = 0; i < '$limit'; i++)); do
            if ! kill -0 $server 2>/dev/null; then echo "./run ended early"; exit 1; fi
            if (exec 3<>/dev/tcp/127.0.0.1/18080 &&
                printf "GET /healthz HTTP/1.0\r\nHost: bare\r\n\r\n" >&3 &&
                head -n 1 <&3 | grep -q " 200 ") 2>/dev/null; then
                echo "./run answers"; exit 0
            fi
            sleep 1
        done
        echo "./run did not answer"; exit 1'
    say "Starting ./run, network $network"
    inside "$script" >"$log" 2>&1 & server=$!
    wait "$server" && status=0
    tail -n 15 "$log"
    [ "$status" = 0 ] || stop "See $log"
    say "./run took $((SECONDS - began)) seconds, network $network"
}

prove_run()
{
    if [ "$1" = first ]; then
        make_clone
        network=on start_and_ask 1200
    fi
    network=off start_and_ask 120
}

prove_check()
{
    local log=$base/check.log
    [ -d "$bare$clone" ] || make_clone
    say "Running ./check; its words go to $log"
    if inside "cd $clone && ./check" >"$log" 2>&1; then
        tail -n 3 "$log"
    else
        tail -n 40 "$log"
        stop "./check failed on the bare system"
    fi
}

trap unmount_all EXIT
case $what in
all) make_root fresh; mount_all; prove_run first; prove_check ;;
root) make_root fresh ;;
run) make_root fresh; mount_all; prove_run first ;;
check) make_root kept; mount_all; prove_check ;;
offline) make_root kept; mount_all; prove_run again ;;
*) stop "tests/bare/debootstrap.sh does not know $what" ;;
esac
say "Done"
