#!/usr/bin/env bash
# Starts a MongoDB-compatible server for tests (SecantusDB, on WiredTiger) on a free port of loopback.
# Usage: eval "$(test/support/servers/mongo.sh FOLDER)"; its data, log and pid file are in FOLDER.
# It is a test process of its own (GPL-2.0) and no part of what is shipped.
set -euo pipefail
exec 3>&1 1>&2

version=0.7.0b3
folder=${1:?usage: mongo.sh FOLDER}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/darkroom/secantusdb-$version
log=$folder/mongo.log
pid_file=$folder/mongo.pid
port_file=$folder/mongo.port
mkdir -p "$folder" "$(dirname "$cache")"

install_server() {
  python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -q && apt-get install -qy python3-venv; }
  local fresh
  fresh=$(mktemp -d "$cache.XXXXXX")
  python3 -m venv "$fresh"
  "$fresh/bin/pip" install --quiet --disable-pip-version-check "SecantusDB==$version"
  touch "$fresh/complete"
  # A venv's scripts name the folder it was made in, so Python is given the script. Who is second keeps the first's.
  mv -T "$fresh" "$cache" 2>/dev/null || rm -rf "$fresh"
}

# Whether the server answers a command of the wire protocol: an open port alone says little.
answers() {
  "$cache/bin/python" - "$1" <<'PYTHON' 2>/dev/null
import sys
import pymongo

pymongo.MongoClient("127.0.0.1", int(sys.argv[1]), serverSelectionTimeoutMS=500).admin.command("ping")
PYTHON
}

[ -e "$cache/complete" ] || install_server

runs() {
  [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null
}

if runs; then
  port=$(cat "$port_file")
else
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  # A session of its own, and no descriptor of the caller: it must outlive whoever runs this script.
  setsid "$cache/bin/python" "$cache/bin/secantusd-py" --host 127.0.0.1 --port "$port" \
    --storage-path "$folder/mongo-data" --log-level WARNING </dev/null >"$log" 2>&1 3>&- &
  echo "$!" >"$pid_file"
  echo "$port" >"$port_file"
fi

for _ in $(seq 60); do
  if answers "$port"; then
    echo "export MONGODB_TEST_URI=mongodb://127.0.0.1:$port" >&3
    exit 0
  fi
  runs || break
  sleep 0.5
done
echo "The test server did not start; its log:"
tail -n 20 "$log"
exit 1
