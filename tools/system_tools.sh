#!/bin/sh
# Makes sure that programs which pip cannot bring are here: system_tools.sh office|node|pdf|browser
# Installs them with apt-get where that exists and may be used; otherwise says how, and fails.
set -eu

office_here() {
    command -v soffice >/dev/null || return 1
    for python in /usr/bin/python3 python3; do
        "$python" -c 'import uno' 2>/dev/null && return 0
    done
    return 1
}

node_here() { command -v node >/dev/null && command -v npm >/dev/null; }

pdf_here() { command -v pdftoppm >/dev/null && command -v pdftohtml >/dev/null; }

browser_here() { command -v chromium >/dev/null; }

case "${1-}" in
    office)
        what="LibreOffice Calc with its Python bridge"
        # Carlito has the widths of Excel's own typeface, so that nothing is cut off only here.
        packages="libreoffice-calc python3-uno fonts-crosextra-carlito fonts-liberation" ;;
    node)
        what="Node.js 18 or later, with npm"
        packages="nodejs npm" ;;
    pdf)
        what="poppler's pdftoppm and pdftohtml"
        packages="poppler-utils" ;;
    browser)
        what="Chromium"
        packages="chromium" ;;
    *)
        echo "usage: $0 office|node|pdf|browser" >&2
        exit 2 ;;
esac

"${1}_here" && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
    echo "$what is missing. Install it, then run make again. On Debian or Ubuntu:" >&2
    echo "    sudo apt-get install $packages" >&2
    exit 1
fi

echo "Installing $what..."
log=$(mktemp)
if ! { $as_root apt-get update &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends $packages; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "apt-get could not install: $packages" >&2
    exit 1
fi
rm -f "$log"
"${1}_here" || { echo "$what is still not found after installing $packages." >&2; exit 1; }
