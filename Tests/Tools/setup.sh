# What mpq needs from the system. Sourced by examples/quickstart and Tests/run; POSIX sh.
#
#   set_up build [test] [cluster]   checks Swift and installs the missing packages of these sets,
#                                   or exits with 2 and a message with instructions

swift_wanted=6.2

# One package per line: its set, its name on Debian and on Fedora, and files of which any one shows
# that it is installed, by any means. Swift's own needs come first: a minimal Debian has none.
packages() {
  cat <<'END'
build  binutils              binutils         /usr/bin/ld
build  ca-certificates       ca-certificates  /etc/ssl/certs/ca-*.crt
build  g++                   gcc-c++          /usr/include/c++/*/string
build  git                   git              /usr/bin/git /usr/local/bin/git
build  libncurses6           ncurses-libs     /usr/lib/*/libncurses.so.6 /usr/lib64/libncurses.so.6
build  libxml2               libxml2          /usr/lib/*/libxml2.so.2 /usr/lib64/libxml2.so.2
build  libcurl4-openssl-dev  libcurl-devel    /usr/include/curl/curl.h /usr/include/*/curl/curl.h
build  libedit-dev           libedit-devel    /usr/include/histedit.h
build  libmd-dev             libmd-devel      /usr/include/md5.h
build  libsqlite3-dev        sqlite-devel     /usr/include/sqlite3.h
build  zlib1g-dev            zlib-devel       /usr/include/zlib.h
test   curl                  curl             /usr/bin/curl /usr/local/bin/curl
test   openssl               openssl          /usr/bin/openssl /usr/local/bin/openssl
test   python3               python3          /usr/bin/python3 /usr/local/bin/python3
test   python3-pexpect       python3-pexpect  /usr/lib/python3*/*-packages/pexpect/__init__.py
test   python3-pyte          python3-pyte     /usr/lib/python3*/*-packages/pyte/__init__.py
test   tzdata                tzdata           /usr/share/zoneinfo/Europe/Berlin
cluster clickhouse-server   clickhouse-server /usr/*bin/clickhouse-server
cluster python3-venv        python3          /usr/lib*/python3*/ensurepip
END
}

# Prints a message and exits with 2: something outside of mpq must be done first.
give_up() {
  printf '%s: %s\n' "$0" "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 2
}

any_exists() {
  for file in "$@"; do
    if [ -e "$file" ]; then return 0; fi
  done
  return 1
}

# The missing packages of one set, one per line: name on Debian, name on Fedora.
missing_packages() {
  packages | while read -r set debian fedora files; do
    # shellcheck disable=SC2086 # the patterns are to be expanded
    if [ "$set" = "$1" ] && ! any_exists $files; then echo "$debian $fedora"; fi
  done
}

need_packages() {
  # Apple's developer tools bring curl, libedit, SQLite, zlib and the digests.
  if [ "$(uname -s)" = Darwin ]; then return; fi
  missing=$(for set in "$@"; do missing_packages "$set"; done)
  if [ -z "$missing" ]; then return; fi
  debian=$(echo "$missing" | cut -d' ' -f1 | tr '\n' ' ')
  fedora=$(echo "$missing" | cut -d' ' -f2 | tr '\n' ' ')

  if command -v apt-get >/dev/null; then
    install_debian_packages "$debian"
  elif command -v dnf >/dev/null; then
    give_up "some packages are missing; please install them:" "sudo dnf install $fedora"
  else
    give_up "some packages are missing; please install them (their names on Debian):" "$debian"
  fi
}

install_debian_packages() {
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif ! command -v sudo >/dev/null; then
    give_up "some packages are missing; please have them installed:" "apt-get install $1"
  elif [ -t 0 ]; then
    as_root=sudo
  else
    as_root='sudo -n' # nobody is there to type a password
  fi

  echo "Installing $1" >&2
  log=$(mktemp)
  # The tests start their own servers; the system's service must not be started.
  service=
  if [ -d /run/systemd/system ]; then
    case $1 in *clickhouse-server*) service=clickhouse-server ;; esac
  fi
  if [ -n "$service" ]; then $as_root systemctl mask --runtime "$service" >"$log" 2>&1 || true; fi
  # Continue if the package list cannot be refreshed: the old one may suffice.
  $as_root apt-get update >"$log" 2>&1 || true
  # shellcheck disable=SC2086 # one word a package
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
    install -y --no-install-recommends $1 </dev/null >>"$log" 2>&1
  then
    tail -n 20 "$log" >&2
    rm -f "$log"
    give_up "the packages could not be installed; please try it by hand:" "apt-get install $1"
  fi
  if [ -n "$service" ]; then
    $as_root systemctl unmask --runtime "$service" >>"$log" 2>&1 || true
    $as_root systemctl disable "$service" >>"$log" 2>&1 || true
  fi
  rm -f "$log"
}

need_swift_on_path() {
  if command -v swift >/dev/null; then return; fi
  give_up "there is no 'swift' on the PATH." \
    "Install Swift $swift_wanted or later: https://www.swift.org/install/"
}

need_new_swift() {
  if ! banner=$(swift --version 2>&1); then give_up "'swift --version' fails:" "$banner"; fi
  version=$(echo "$banner" | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  oldest=$(printf '%s\n' "$swift_wanted" "${version:-0.0}" | sort -t. -k1,1n -k2,2n | head -n 1)
  if [ "$oldest" = "$swift_wanted" ]; then return; fi
  give_up "Swift is too old: mpq needs $swift_wanted or later, and this is ${version:-unknown}." \
    "https://www.swift.org/install/"
}

set_up() {
  need_swift_on_path # before anything is installed
  need_packages "$@"
  need_new_swift # only now: on a bare Debian, Swift starts once its packages are there
}
