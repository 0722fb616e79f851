# shellcheck shell=bash
# Sourced: sets JAVA25 to the java of a JDK 25 or newer and JAVA25_HOME to its folder; ends the
# script with one line where there is none.

# Prints the major version of the JDK in a folder, or nothing if there is no compiler in it.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_java25() {
  local home on_path
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  fi
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path"; do
    if [ -n "$home" ] && [ "$(jdk_major "$home" || true)" -ge 25 ] 2>/dev/null; then
      JAVA25_HOME=$home
      JAVA25=$home/bin/java
      return 0
    fi
  done
  return 1
}

if ! find_java25; then
  echo "$(basename "$0"): no JDK 25 found: install one (Temurin 25, for example) and set JAVA_HOME to its folder" >&2
  exit 1
fi
