#!/usr/bin/env bash
# Run the tests, or another script, in a clean Debian, as root:
#   debian.sh [--fresh] [--bare] [--run SCRIPT] SUITE [arguments of the script]
#   scripts/debian.sh trixie                  # Debian 13: QGIS 3.40, NumPy 2, GDAL 3.10
#   scripts/debian.sh trixie-backports        # Debian 13 with a newer QGIS, 3.44
#   scripts/debian.sh --bare bookworm         # QGIS and what it cannot do without: no SciPy
#   scripts/debian.sh trixie test/engine -k seam
#   scripts/debian.sh --run scripts/example.sh trixie
# The system is made with debootstrap in POPLARNN_CHROOTS (/var/tmp/poplarnn), takes up to 6 GB
# there, and is kept: a second run starts at once, --fresh makes it anew. The last commit is what
# runs. Proxies and certificates of this machine are carried in, its packages are not.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
home=${POPLARNN_CHROOTS:-/var/tmp/poplarnn}

fail() {
    echo "debian: $*" >&2
    exit 1
}
fresh=0 kind=whole script=scripts/test.sh
while [[ "${1:-}" == --* ]]; do
    case $1 in
        --fresh) fresh=1 ;;
        --bare) kind=bare ;;
        --run)
            script=${2:-}
            [ -n "$script" ] || fail "--run names a script of the project."
            shift
            ;;
        *) fail "there is no option $1; there are --fresh, --bare and --run SCRIPT." ;;
    esac
    shift
done
[ -n "${1:-}" ] || fail "name a release of Debian: bookworm, trixie, trixie-backports or sid."
suite=$1
shift
[ "$(id -u)" = 0 ] || fail "only root can make a system of its own: run this with sudo."
command -v debootstrap >/dev/null || fail "install debootstrap first."

system=$home/$suite-$kind
[ "$fresh" = 0 ] || rm -rf "$system"

# inside COMMAND...: run it in the system, in a view of mounts and processes that ends with it.
inside() {
    unshare --mount --pid --fork --kill-child bash -c '
        set -e
        system=$1
        shift
        mount -t proc proc "$system/proc"
        mount --rbind /dev "$system/dev"
        mount -t tmpfs -o size=4g tmpfs "$system/tmp"
        if [ -d "$0" ]; then
            mkdir -p "$system/root/shared"
            mount --bind -o ro "$0" "$system/root/shared"
        fi
        trusted=/usr/local/share/trusted.crt
        if [ -e "$system$trusted" ]; then
            export SSL_CERT_FILE=$trusted PIP_CERT=$trusted REQUESTS_CA_BUNDLE=$trusted
        fi
        exec chroot "$system" /usr/bin/env -u DISPLAY -u XDG_RUNTIME_DIR HOME=/root \
            LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"' \
        "$root/../shared" "$system" "$@"
}

if [ ! -e "$system/ready" ]; then
    rm -rf "$system"
    mkdir -p "$home"
    echo "Making $system ..." >&2
    # The lists of sid are valid for a week only, and a mirror that is a snapshot has older ones:
    # debootstrap of Debian 12 takes them, a newer one must be told to.
    options=(--variant=minbase)
    if grep -q -- --no-check-valid-until <<<"$(debootstrap --help)"; then
        options+=(--no-check-valid-until)
    fi
    debootstrap "${options[@]}" "${suite%-backports}" "$system" >"$home/$suite-$kind.log" 2>&1 ||
        fail "debootstrap failed; $home/$suite-$kind.log says why."
    apt-config dump Acquire >"$system/etc/apt/apt.conf.d/90host"
    echo 'Acquire::Check-Valid-Until "false";' >>"$system/etc/apt/apt.conf.d/90host"
    if [[ "$suite" == *-backports ]]; then
        sed "s/ ${suite%-backports} / $suite /" "$system/etc/apt/sources.list" \
            >"$system/etc/apt/sources.list.d/backports.list"
        printf 'Package: *\nPin: release n=%s\nPin-Priority: 600\n' "$suite" \
            >"$system/etc/apt/preferences.d/backports"
    fi
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then # where a package never replaces it
        install -m 644 /etc/ssl/certs/ca-certificates.crt "$system/usr/local/share/trusted.crt"
    fi
    if [ "$kind" = bare ]; then # fonttools of matplotlib wants one of ufoLib2 and SciPy
        cp /etc/resolv.conf "$system/etc/resolv.conf"
        inside sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install \
            --no-install-recommends qgis python3-venv python3-ufolib2 python3-scipy-' >>"$home/$suite-$kind.log" 2>&1 ||
            fail "apt-get failed; $home/$suite-$kind.log says why."
    fi
    touch "$system/ready"
fi
cp /etc/resolv.conf "$system/etc/resolv.conf"

checkout=$system/root/poplar-nn
if [ ! -d "$checkout/.git" ]; then
    rm -rf "$checkout"
    git init --quiet "$checkout"
fi
commit=$(git -C "$root" rev-parse HEAD)
git -C "$checkout" fetch --quiet --depth 1 "file://$root" HEAD
git -C "$checkout" checkout --quiet --force --detach FETCH_HEAD
git -C "$checkout" clean --quiet --force -d
echo "--- $(grep -oP '(?<=PRETTY_NAME=").*(?=")' "$system/etc/os-release"), $kind, commit $commit"

if [ "$kind" = bare ] && inside /usr/bin/python3 -c 'import scipy' 2>/dev/null; then
    fail "SciPy has come into $system, which should show what goes without it."
fi
inside "/root/poplar-nn/$script" "$@"
