/**
 * The shell program that stands between the bot and a trainer, and outlives the bot. It is the leader of its
 * own session. Arguments: the job's runtime folder, the time limit in seconds (kept for whoever adopts the
 * job), the niceness, a limit of address space in KiB (0: none), a limit of each log in bytes, then the command.
 *
 * - It claims the job by a hard link, which is atomic and whole: of several supervisors of one job exactly one
 *   goes on, and whoever sees `started` sees all of it. The others leave without a trace.
 * - The trainer runs in the foreground, so that a signal to the group does not end the supervisor before it
 *   has recorded the exit code; a trap with a body (not an ignored signal) is not inherited by the trainer.
 * - A log that grows over its limit is looked for every second and cut down to its end, so that a trainer which
 *   floods it does not fill the disk. The trainer appends, so what it writes next follows that end.
 * - The record of the exit is retried, for the disk may be full at that moment.
 * - Its last act ends whatever the trainer left behind in the group, itself included.
 */
export const SUPERVISOR_SCRIPT = String.raw`
set -f
folder=$1 limit=$2 niceness=$3 memory=$4 logs=$5
shift 5
trap : HUP INT QUIT TERM

start_time() {
  if [ -r "/proc/$$/stat" ]; then
    set -- $(cat "/proc/$$/stat")
    shift 21
    echo "$1"
  else
    LC_ALL=C ps -o lstart= -p $$
  fi
}

# How often the kernel has killed for memory: in this control group where it can be told, else on the host.
oom_kills() {
  for counters in /sys/fs/cgroup/memory.events /proc/vmstat; do
    [ -r "$counters" ] || continue
    while read -r key value; do
      if [ "$key" = oom_kill ]; then echo "$value"; return; fi
    done < "$counters"
  done
  echo 0
}

boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
claim=$folder/claim.$$
printf '{"pid":%s,"startTime":"%s","bootId":"%s","startedAt":%s,"timeLimitSeconds":%s}\n' \
  "$$" "$(start_time)" "$boot" "$(date +%s)" "$limit" > "$claim" || exit 1
sync "$claim" 2>/dev/null
ln "$claim" "$folder/started" 2>/dev/null
claimed=$?
rm -f "$claim"
[ "$claimed" -eq 0 ] || exit 1
sync "$folder" 2>/dev/null

# Ends with the supervisor, also where that is killed; a stop is for the trainer alone.
bound_logs() {
  trap '' HUP INT QUIT TERM
  while sleep 1 && kill -0 "$$" 2>/dev/null; do
    for log in "$folder/stdout.log" "$folder/stderr.log"; do
      size=$(wc -c < "$log" 2>/dev/null) || continue
      [ "$size" -gt "$logs" ] || continue
      tail -c 1048576 "$log" > "$log.end"
      : > "$log"
      cat "$log.end" >> "$log"
      rm -f "$log.end"
    done
  done
}
bound_logs < /dev/null > /dev/null 2>&1 &

before=$(oom_kills)
(
  ulimit -c 0
  [ "$memory" -eq 0 ] || ulimit -v "$memory"
  exec nice -n "$niceness" "$@"
) < /dev/null >> "$folder/stdout.log" 2>> "$folder/stderr.log"
code=$?

record_exit() {
  printf '%s %s %s\n' "$code" "$before" "$(oom_kills)" > "$folder/exit.new" &&
    mv "$folder/exit.new" "$folder/exit"
}
tries=0
until record_exit; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || break
  sleep 1
done
sync "$folder/exit" "$folder" 2>/dev/null
kill -9 "-$$"
`;
