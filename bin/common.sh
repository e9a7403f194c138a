# What the commands share: each sources this file.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# Builds a module and those that it needs, unless what the build makes is newer than all of their sources. A
# folder is newer when something was deleted from it.
#
#     build cli/target/cairn.jar cli annotations engine runtime processor
build() {
    local made="$root/$1" module="$2" sources=("$root/pom.xml") each
    for each in "${@:2}"; do
        sources+=("$root/$each/pom.xml")
        [[ -d "$root/$each/src/main" ]] && sources+=("$root/$each/src/main")
    done
    if [[ -e "$made" && -z "$(find "${sources[@]}" -newer "$made" -print -quit)" ]]; then
        return
    fi
    (cd "$root" && mvn -q -B -Pcommands -pl "$module" -am package) >&2
    touch "$made"
}

# The archives that a module needs, which its build wrote down.
class_path() {
    local written="$root/$1/target/class-path.txt"
    if [[ -f "$written" ]]; then
        cat "$written"
    fi
}
