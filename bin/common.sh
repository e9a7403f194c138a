# What the commands share: each sources this file.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
if [[ -n "${JAVA_HOME:-}" && ! -x "$java" ]]; then
    echo "There is no $java: set JAVA_HOME to a JDK, or unset it" >&2
    exit 1
fi

# ascii TEXT: whether a text consists of ASCII characters alone.
ascii() {
    local LC_ALL=C
    [[ "$1" != *[!\ -~]* ]]
}
# In the POSIX locale, which containers and cron have, the JVM finds no file whose path has other characters.
if ! ascii "$root" && [[ "$(locale charmap 2>/dev/null)" == ANSI_X3.4-1968 ]]; then
    export LC_ALL=C.UTF-8
fi

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

# Requires a file or a folder of the build, which is missing if CAIRN_BUILD=never has prevented it.
#
#     require cli/target/cairn.jar
require() {
    if [[ ! -e "$root/$1" ]]; then
        echo "$root/$1 is missing: build it without CAIRN_BUILD=never" >&2
        exit 1
    fi
}

# The class path of modules, and of the libraries that the first of them was built with.
class_path() {
    local each
    for each in "$@"; do
        printf '%s:' "$root/$each/target/classes"
    done
    printf '%s' "$root/$1/target/libraries/*"
}
