# Sourced by deploy/test and deploy/quickstart: goes to the package root, and sees to what the machine must have.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Installs the Debian packages that are missing, or says the line that does.
install_packages() {
    command -v dpkg-query >/dev/null || { echo "no dpkg here: see deploy/packages for what is needed"; return 0; }
    local wanted missing=()
    mapfile -t wanted < <(grep -vE '^[[:space:]]*(#|$)' deploy/packages)
    for package in "${wanted[@]}"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=(sudo)
        else fail "missing packages; run: sudo apt-get install -y ${missing[*]}"; fi
    fi
    say "Installing ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

require_swift() {
    command -v swift >/dev/null || fail "no swift on PATH; install the 6.3 toolchain from swift.org and try again"
    swift --version 2>/dev/null | grep -qE 'Swift version (6\.[2-9]|[7-9])' \
        || fail "Swift 6.2 or newer is needed; found: $(swift --version 2>/dev/null | head -1)"
}
