# shellcheck shell=bash
# Sourced by ./run and others: builds the node's jar and the embedded back ends when something they
# are made of has changed.

BUILD_MODULES=launcher,embedded
BUILD_SOURCES=(pom.xml shared chat-verticle api-verticle presence-verticle push-verticle web launcher embedded)

# Whether the build's outputs are there and newer than everything they are made of.
is_built() {
  local root=$1 stamp=$1/embedded/target/built
  [ -f "$stamp" ] && [ -f "$root/launcher/target/chat.jar" ] \
    && [ -f "$root/embedded/target/classpath.txt" ] || return 1
  local jar
  while IFS= read -r -d ':' jar; do
    [ -f "$jar" ] || return 1
  done <<<"$(embedded_class_path "$root"):"
  local changed
  changed=$(cd "$root" && find "${BUILD_SOURCES[@]}" -mindepth 0 \
    \( -name node_modules -o -name target -o -name dist -o -name 'browser-*' -o -path '*/src/test' \) -prune -o \
    -type f -newer "$stamp" ! -name '*.md' -print -quit)
  [ -z "$changed" ]
}

# The jars of the supervisor and the embedded back ends; never part of the node's jar.
embedded_class_path() {
  printf '%s:%s' "$1/embedded/target/chat-embedded-1.0.0-SNAPSHOT.jar" \
    "$(cat "$1/embedded/target/classpath.txt")"
}

# Runs the supervisor with further JVM arguments: $1 root, $2... JVM arguments, --, arguments.
# It replaces this shell. A small heap and the quick compiler: it holds the MongoDB wire server.
exec_supervisor() {
  local root=$1 jvm=()
  shift
  while [ "$1" != -- ]; do
    jvm+=("$1")
    shift
  done
  shift
  local prefix=()
  if env --default-signal=INT true 2>/dev/null; then
    # A shell starts background commands with SIGINT ignored; here it must stop the system.
    prefix=(env --default-signal=INT)
  fi
  exec "${prefix[@]}" "$JAVA25" \
    -Xms32m -Xmx224m -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -XX:ReservedCodeCacheSize=48m -XX:MaxDirectMemorySize=64m -XX:+UseCompactObjectHeaders \
    -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dlogback.configurationFile=chat/embedded/logback-run.xml \
    -Dchat.node.jar="$root/launcher/target/chat.jar" -Dchat.cache="$root/embedded/target" \
    "${jvm[@]}" -cp "$(embedded_class_path "$root")" chat.embedded.Main "$@"
}

# Whether the caches belong to these jars, which a build for the tests may have written anew.
is_trained() {
  local target=$1/embedded/target
  [ "$target/trained" -nt "$1/launcher/target/chat.jar" ] \
    && [ "$target/trained" -nt "$target/chat-embedded-1.0.0-SNAPSHOT.jar" ]
}

# Starts and stops the system once, so that each JVM writes down the classes that it needs: that
# halves the time of every later start. Not having the caches only costs time.
train() {
  local root=$1 target=$1/embedded/target
  echo "  preparing quick starts"
  rm -rf "$target/training" "$target"/*.aot
  local pid
  (exec_supervisor "$root" -Dchat.train=true -XX:AOTCacheOutput="$target/supervisor.aot" \
    -Xlog:aot=error -- \
    --port 47080 --data "$target/training") >"$target/training.log" 2>&1 &
  pid=$!
  # Whoever stops us now must not leave a system behind.
  trap 'kill -TERM $pid 2>/dev/null; wait $pid; exit 143' INT TERM
  wait "$pid" || true
  trap - INT TERM
  rm -rf "$target/training"
  embedded_class_path "$root" >"$target/trained" # they hold for no other one
}

# What is changed while a build runs is newer than its beginning.
begin_build() {
  mkdir -p "$1/embedded/target"
  rm -f "$1"/embedded/target/*.aot
  touch "$1/embedded/target/building"
}

finish_build() {
  mv "$1/embedded/target/building" "$1/embedded/target/built"
}

build_if_needed() {
  local root=$1 tool log
  if is_built "$root"; then
    if ! is_trained "$root"; then
      train "$root"
    fi
    return 0
  fi
  for tool in mvn node npm; do
    if ! command -v "$tool" >/dev/null; then
      echo "$(basename "$0"): $tool is needed for the build: apt-get install maven nodejs npm" >&2
      exit 1
    fi
  done
  echo "Building; the first time this downloads about 400 MB."
  begin_build "$root"
  log=$root/embedded/target/build.log
  if ! (cd "$root" && mvn -B -pl "$BUILD_MODULES" -am package \
    -DskipTests -Dmaven.test.skip=true </dev/null 2>&1) | tee "$log" | show_progress; then
    grep -E '^\[ERROR\]|^npm error' "$log" | head -20 >&2 || true
    echo "$(basename "$0"): the build failed; all of its output is in $log" >&2
    exit 1
  fi
  train "$root"
  finish_build "$root"
}

# One line for each module, and a count of what is being downloaded.
show_progress() {
  awk '
    /^\[INFO\] Building [^j]/ { sub(/^\[INFO\] Building /, ""); sub(/ +\[[0-9]+\/[0-9]+\]$/, ""); sub(/ 1\.0\.0-SNAPSHOT/, ""); print "  " $0; fflush() }
    /^(\[INFO\] )?Downloaded from/ { files++; if (files % 100 == 0) { print "  downloaded " files " files"; fflush() } }
    /^added [0-9]+ packages/ { print "  npm: " $0; fflush() }
  '
}
