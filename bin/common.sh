# What the commands share: each sources this file.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# DuckDB is native code, of which newer JDKs warn.
# shellcheck disable=SC2034
native_access=(--enable-native-access=ALL-UNNAMED)

# Builds a module and those that it needs, unless it was built before and none of their sources has changed since. A
# folder is newer when something was deleted from it. With CAIRN_BUILD=never nothing is built.
#
#     build cli annotations engine runtime processor tooling
build() {
    local module="$1" mark="$root/$1/target/built-for-bin" sources=("$root/pom.xml") each current=yes
    for each in "$@"; do
        sources+=("$root/$each/pom.xml")
        if [[ -d "$root/$each/src/main" ]]; then
            sources+=("$root/$each/src/main")
            [[ -d "$root/$each/target/classes" ]] || current=no
        fi
    done
    if [[ "${CAIRN_BUILD:-}" == never ]]; then
        return
    fi
    if [[ "$current" == yes && -f "$mark" && -z "$(find "${sources[@]}" -newer "$mark" -print -quit)" ]]; then
        return
    fi
    (cd "$root" && mvn -q -B -Pcommands -pl "$module" -am package) >&2
    touch "$mark"
}

# The class path of modules, and of the libraries that the first of them was built with.
class_path() {
    local each
    for each in "$@"; do
        printf '%s:' "$root/$each/target/classes"
    done
    printf '%s' "$root/$1/target/libraries/*"
}
