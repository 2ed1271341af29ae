#!/usr/bin/env bash
# Starts a Docker engine of its own for tests. Takes: the folder for its data, and further options of dockerd.
# Prints on standard output what the tests need; everything else goes to standard error. Wants root, on Debian.
# Makes the image `darkroom-test-base` (Debian with Python and this machine's certificates) without a registry.
set -euo pipefail
exec 3>&1 1>&2

folder=$(mkdir -p "${1:?usage: docker.sh FOLDER [OPTION...]}" && cd "$1" && pwd)
shift
options="$*"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/darkroom"
base="$cache/docker-test-base-trixie.tar"
socket="$folder/docker.sock"
# Programs that bring certificates of their own are pointed to this machine's.
certificates=/etc/ssl/certs/ca-certificates.crt
export DOCKER_HOST="unix://$socket"

install_packages() {
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  [ -s "$base" ] || command -v debootstrap >/dev/null || missing+=(debootstrap)
  [ ${#missing[@]} -eq 0 ] && return
  # The package would start an engine of its own where an init system runs; only this script's is wanted.
  apt-get install -y -qq --no-install-recommends "${missing[@]}" || {
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
  }
}

make_base() {
  [ -s "$base" ] && return
  mkdir -p "$cache"
  local root
  root=$(mktemp -d "$cache/debootstrap.XXXXXX")
  debootstrap --variant=minbase --include=python3-minimal,ca-certificates trixie "$root"
  cp "$certificates" "$root$certificates"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
  tar -C "$root" --one-file-system --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' \
    -cf "$base.$$" .
  mv "$base.$$" "$base"
  rm -rf "$root"
}

# Also what a test runs to start the engine anew in the middle of a job: restart [SIGNAL [SECONDS AWAY]]
write_restart() {
  cat > "$folder/restart" <<RESTART
#!/usr/bin/env bash
set -eu
if [ -s "$folder/docker.pid" ] && kill "-\${1:-TERM}" "\$(cat "$folder/docker.pid")" 2>/dev/null; then
  for _ in \$(seq 300); do kill -0 "\$(cat "$folder/docker.pid" 2>/dev/null || echo 999999999)" 2>/dev/null || break; sleep 0.1; done
fi
rm -f "$folder/docker.pid"
sleep "\${2:-0}"
# A session of its own, and no descriptor of the caller: it must outlive whoever runs this script.
setsid dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/docker.pid" \
  --host "unix://$socket" --live-restore --log-level warn $options \
  < /dev/null >> "$folder/dockerd.log" 2>&1 3>&- &
for _ in \$(seq 600); do
  docker --host "unix://$socket" version >/dev/null 2>&1 && exit 0
  sleep 0.1
done
tail -20 "$folder/dockerd.log" >&2
exit 1
RESTART
  chmod +x "$folder/restart"
}

install_packages
make_base
write_restart
docker version >/dev/null 2>&1 || "$folder/restart"
docker image inspect darkroom-test-base >/dev/null 2>&1 ||
  docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change "ENV SSL_CERT_FILE=$certificates PIP_CERT=$certificates NODE_EXTRA_CA_CERTS=$certificates" \
    "$base" darkroom-test-base

echo "export DOCKER_TEST_HOST=$DOCKER_HOST" >&3
echo "export DOCKER_TEST_RESTART=$folder/restart" >&3
