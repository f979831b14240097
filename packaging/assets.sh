#!/usr/bin/env bash
# Makes what goes beside the program into packages, with the program itself: completions, manual pages, the licences of
# what is compiled in, a changelog for Debian.
#
#   packaging/assets.sh [PROGRAM [FOLDER]]
#
# PROGRAM is target/release/goeswith unless named, FOLDER target/packaging: `cargo deb` and archive.py look there.
# GOESWITH_TARGET names the target whose dependencies the licences are of, where it is not this computer's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${1:-target/release/goeswith}
folder=${2:-target/packaging}

rm -rf "$folder/completions" "$folder/man"
mkdir -p "$folder/completions"
for shell in bash zsh fish powershell; do
    case $shell in
        bash) name=goeswith.bash ;;
        zsh) name=_goeswith ;;
        fish) name=goeswith.fish ;;
        powershell) name=goeswith.ps1 ;;
    esac
    "$program" completions "$shell" > "$folder/completions/$name"
done
"$program" man --dir "$folder/man"

python="$(command -v python3 || command -v python)"
"$python" -B packaging/notices.py "${GOESWITH_TARGET:-}" > "$folder/THIRD-PARTY.txt"

version="$("$program" --version)"
day="$(date --utc --rfc-email --date "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" 2> /dev/null || date -u -R)"
cat > "$folder/changelog.Debian" << END
goeswith (${version#goeswith }-1) stable; urgency=medium

  * What changed for those who use it is in CHANGELOG.md beside this file.

 -- The goeswith authors <goeswith@packages.invalid>  $day
END
echo "made completions, $(find "$folder/man" -name '*.1' | wc -l | tr -d ' ') manual pages, licences and changelog in $folder"
