#!/usr/bin/env bash
# Starts an S3 server that checks signatures (versitygw, on a folder) for tests, on a free port of loopback.
# Usage: eval "$(test/support/servers/s3.sh FOLDER)"; its data, log and pid file are in FOLDER.
# It is built once from the Go module proxy. Without Go it says what to do.
set -euo pipefail
exec 3>&1 1>&2

version=1.8.0
folder=$(mkdir -p "${1:?usage: s3.sh FOLDER}" && cd "$1" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/darkroom/versitygw-$version
log=$folder/s3.log
pid_file=$folder/s3.pid
port_file=$folder/s3.port
access_key=darkroom-test
secret_key=darkroom-test-secret

install_server() {
  command -v go >/dev/null || {
    echo "The S3 test server is built with Go, 1.25 or newer: install it, or set S3_TEST_ENDPOINT, S3_TEST_ACCESS_KEY_ID and S3_TEST_SECRET_ACCESS_KEY to a server that you have."
    exit 1
  }
  mkdir -p "$(dirname "$cache")"
  fresh=$(mktemp -d "$cache.XXXXXX")
  echo "Building versitygw $version; it takes two minutes, once."
  trap 'rm -rf "$fresh"' EXIT
  GOBIN=$fresh GOPATH=$fresh/go GOCACHE=$fresh/build GOFLAGS=-modcacherw \
    go install "github.com/versity/versitygw/cmd/versitygw@v$version"
  rm -rf "$fresh/go" "$fresh/build"
  # Who is second keeps the first's.
  mv -T "$fresh" "$cache" 2>/dev/null || rm -rf "$fresh"
}

# Whether the server answers as S3 does: a request without a signature is refused with 403.
answers() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1/" || true)" = 403 ]
}

runs() {
  [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null
}

[ -x "$cache/versitygw" ] || install_server

if runs; then
  port=$(cat "$port_file")
else
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  mkdir -p "$folder/s3-data" "$folder/s3-meta"
  # A session of its own, and no descriptor of the caller: it must outlive whoever runs this script.
  ROOT_ACCESS_KEY=$access_key ROOT_SECRET_KEY=$secret_key setsid "$cache/versitygw" --port "127.0.0.1:$port" --quiet \
    --keep-alive posix --sidecar "$folder/s3-meta" "$folder/s3-data" </dev/null >"$log" 2>&1 3>&- &
  echo "$!" >"$pid_file"
  echo "$port" >"$port_file"
fi

for _ in $(seq 60); do
  if answers "$port"; then
    {
      echo "export S3_TEST_ENDPOINT=http://127.0.0.1:$port"
      echo "export S3_TEST_ACCESS_KEY_ID=$access_key"
      echo "export S3_TEST_SECRET_ACCESS_KEY=$secret_key"
    } >&3
    exit 0
  fi
  runs || break
  sleep 0.5
done
echo "The test server did not start; its log:"
tail -n 20 "$log"
exit 1
