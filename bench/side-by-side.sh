# What bench/container-peers and bench/host-peers have in common; they source it. Programs run side by
# side in the same interval, and the CPU time of the whole processes is compared.
#
# Before it: interval, cycles, otelcol. After it: work, a folder that is removed at the end.

work=$(mktemp -d)
started=()
finish() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  [ -n "$keep" ] || [ "$containers" = 0 ] || bench/containers down
  rm -rf "$work"
}
trap finish EXIT

until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.1
  done
}

# start NAME COMMAND...: in the background, into a log of that name; its process is ${pids[NAME]}.
declare -A pids
start() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  pids[$name]=$!
  started+=($!)
}
says() { grep -qs "$2" "$work/$1.log"; }
answers() { curl -sf -o /dev/null "$1"; }

# sink NAME PORT: a Collector that counts what comes there, and is in no figure.
sink() {
  PROCPUSH_BENCH_PORT=$2 start "sink-$1" "$otelcol" --config bench/collector.yaml
  until_true 30 says "sink-$1" 'Everything is ready'
}

# agent NAME PORT OPTION...: the agent, pushing there.
agent() {
  local name=$1 port=$2
  shift 2
  OTEL_METRIC_EXPORT_INTERVAL=$(awk "BEGIN { print int($interval * 1000) }") \
    OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port \
    start "$name" env -u OTELCOL_PROGRAM $(compgen -e PROCPUSH_BENCH_ | sed 's/^/-u /') ./procpush run "$@"
}

# The data points that a sink has counted.
points() { sed -n 's/.*"data points": \([0-9]*\).*/\1/p' "$work/sink-$1.log" | awk '{ sum += $1 } END { print sum + 0 }'; }
has_points() { [ "$(points "$1")" -gt 0 ]; }

# The CPU time that processes and the children they waited for have taken, in milliseconds; one that
# ends meanwhile is left out.
cpu_ms() {
  local pid
  for pid in "$@"; do sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null || true; done |
    awk -v ticks="$(getconf CLK_TCK)" '{ sum += $12 + $13 + $14 + $15 } END { printf "%.0f", sum * 1000 / ticks }'
}

# Their resident memory in MiB.
rss_mib() {
  local pid
  for pid in "$@"; do cat "/proc/$pid/smaps_rollup" 2>/dev/null || true; done |
    awk '/^Rss:/ { sum += $2 } END { printf "%.1f", sum / 1024 }'
}

# pass CYCLES [COMMAND...]: so many intervals, in each of which the command runs once.
pass() {
  local next i
  next=$(date +%s.%N)
  for i in $(seq "$1"); do
    "${@:2}"
    next=$(awk "BEGIN { printf \"%.3f\", $next + $interval }")
    sleep "$(awk "BEGIN { s = $next - $(date +%s.%N); print (s > 0 ? s : 0) }")"
  done
}

# a part of an interval, so that not all begin at once
apart() { sleep "$(awk "BEGIN { print $interval * $1 }")"; }

# each FROM TO: of a cycle
each() { awk "BEGIN { printf \"%.1f\", ($2 - $1) / $cycles }"; }

# scrape NAME URL: what it answers, into a file.
scrape() { curl -sf -m 60 -o "$work/$1.scrape" "$2" || echo "no answer of $1" >&2; }
samples() { grep -vc '^#' "$work/$1.scrape" || true; }

# ratio NAME OURS THEIRS LIMIT: ours to be at most theirs divided by the limit.
ratio() {
  awk -v name="$1" -v ours="$2" -v theirs="$3" -v limit="$4" 'BEGIN {
    if (ours > 0)
      printf "ratio %s %.1f to %.1f ms: 1/%.1f (limit 1/%d%s)\n", name, ours, theirs, theirs / ours, limit,
        ours * limit <= theirs ? "" : ", MISSED"
  }'
}

# Whether all that were started still run.
still_running() {
  local name
  for name in "${!pids[@]}"; do
    kill -0 "${pids[$name]}" 2>/dev/null || { echo "$name has ended:" >&2; tail -5 "$work/$name.log" >&2; return 1; }
  done
}
