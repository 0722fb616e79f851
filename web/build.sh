#!/bin/sh
# Builds the browser client into target/classes/webroot, or tests it. Maven calls this; it works by hand too.
#   build.sh build    installs packages and builds, each only if its inputs changed
#   build.sh packages installs the packages that tests need
#   build.sh test     type check, formatting and unit tests
set -eu
cd "$(dirname "$0")"

out=target/classes/webroot
mkdir -p target

fail() {
  echo "chat-web: $1" >&2
  exit 1
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
  fail "Node.js 20.19 or newer with npm is needed to build the browser client (Debian: apt-get install nodejs npm)."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old: the browser client needs 20.19 or newer."

digest() {
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64
}

install_packages() {
  wanted=$(digest package.json package-lock.json)
  if [ "$(cat node_modules/.installed 2>/dev/null || true)" != "$wanted" ]; then
    npm ci --no-audit --no-fund --loglevel=error ||
      fail "npm could not install the packages of package-lock.json (see above)."
    echo "$wanted" >node_modules/.installed
  fi
}

build() {
  inputs=$(digest package.json package-lock.json tsconfig.json vite.config.ts vite.sw.config.ts index.html build.sh public src)
  if [ -f "$out/index.html" ] && [ "$(cat target/inputs 2>/dev/null || true)" = "$inputs" ]; then
    return
  fi
  install_packages
  rm -f target/inputs
  npm run --silent build -- --logLevel warn
  echo "$inputs" >target/inputs
}

case "${1:-build}" in
  build) build ;;
  packages) install_packages ;;
  test)
    install_packages
    npm run --silent check-format
    npx --no-install tsc --noEmit
    npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit=target/surefire-reports/TEST-vitest.xml
    ;;
  *) fail "unknown command $1" ;;
esac
