# SPDX-License-Identifier: Apache-2.0
# Checks for what ./run and ./test need; installs it with apt where that is possible, else names the command.
# Sourced by both. No output when all is there. Never grep -q behind a pipe: with pipefail its early end fails the writer.

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# May this user install packages with apt here?
can_apt() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -r /etc/os-release ] &&
    grep -qE '^(ID|ID_LIKE)=.*(debian|ubuntu)' /etc/os-release
}

apt_updated=
# install <why> <package>...
install() {
  local why=$1
  shift
  if ! can_apt; then
    die "Vigil needs $why. Install it, then run this again. On Debian or Ubuntu:" "  sudo apt-get install $*"
  fi
  say "Installing $* ($why)"
  if [ -z "$apt_updated" ]; then apt-get update -qq >&2 || die "apt-get update failed"; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    die "apt-get could not install: $*" "Vigil needs $why; install it by hand, then run this again."
}

need_dotnet() {
  if command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep '^10\.' >/dev/null; then return; fi
  if can_apt && { apt-get update -qq >&2; apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; }; then
    install "the .NET 10 SDK" dotnet-sdk-10.0
  else
    die "Vigil needs the .NET 10 SDK, which this machine's packages do not have." \
      "Install it as described at https://learn.microsoft.com/dotnet/core/install/linux, then run this again."
  fi
}

need_node() {
  local major=0
  command -v node >/dev/null && major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] && command -v npm >/dev/null && return
  install "Node.js 20 or newer with npm" nodejs npm
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Vigil needs Node.js 20 or newer; this machine's packages have $(node --version)." \
    "Install it as described at https://nodejs.org/en/download, then run this again."
}

need_openssl() {
  ldconfig -p 2>/dev/null | grep 'libssl\.so\.3' >/dev/null || install "OpenSSL 3 (DTLS and SRTP)" libssl3
}

need_for_tests() {
  command -v chromium >/dev/null || install "Chromium (browser tests)" chromium
  [ -x /usr/bin/firefox-esr ] || install "Firefox (browser tests)" firefox-esr
  command -v ffmpeg >/dev/null || install "ffmpeg (test pictures and sound)" ffmpeg
  command -v openssl >/dev/null || install "the openssl program (an independent DTLS peer)" openssl
  fc-list 2>/dev/null | grep -i 'NotoSans' >/dev/null || install "fonts (screenshots)" fontconfig fonts-noto-core
  fc-list 2>/dev/null | grep -i 'CJK' >/dev/null || install "Chinese fonts (screenshots)" fonts-noto-cjk
}

# npm ci when the lock file is newer than what is installed.
web_packages() {
  [ web/node_modules/.package-lock.json -nt web/package-lock.json ] && return
  say "Fetching the web client's packages"
  (cd web && npm ci --no-audit --no-fund --loglevel=error >&2) || die "npm ci failed"
  touch web/node_modules/.package-lock.json
}

# vite build when a source is newer than what was built.
web_build() {
  [ -f web/dist/index.html ] && [ -z "$(find web/src web/messages web/public web/index.html web/*.ts web/*.js web/package-lock.json -newer web/dist/index.html -not -path 'web/src/words*' 2>/dev/null | head -n 1)" ] && return
  say "Building the web client"
  (cd web && npm run --silent build -- --logLevel error >&2) || die "the web client does not build"
}

server_build() {
  local output
  say "Building the server"
  output=$(dotnet build "$@" -c Release -v quiet -nologo 2>&1) || die "$output" "the server does not build"
}
