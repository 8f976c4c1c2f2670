# Sourced by the scripts beside it and by those of deploy/benchmark and deploy/e2e. Knows the source tree, its data directory,
# a JDK 25, Maven, and how to build what is stale.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
data="${DESA_DATA:-$root/deploy/local/.data}"

is_jdk_25() {
    [[ -x "$1/bin/javac" && -f "$1/release" ]] && grep -q '^JAVA_VERSION="25' "$1/release"
}

find_jdk_25() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/* /opt/java/* \
        "$(/usr/libexec/java_home -v 25 2>/dev/null || true)"; do
        if [[ -n "$home" ]] && is_jdk_25 "$home"; then
            printf '%s\n' "$home"
            return
        fi
    done
    return 1
}

# Leaves JAVA_HOME pointing at a JDK 25, whatever it was.
use_jdk_25() {
    if ! JAVA_HOME="$(find_jdk_25)"; then
        echo "No JDK 25 found. Install one (for example Eclipse Temurin 25) and set JAVA_HOME to it." >&2
        exit 1
    fi
    export JAVA_HOME
}

# Replaces this shell by Maven in the source tree, with the JDK's warnings about Maven's own libraries kept out of its output.
# What a shell starts in the background ignores SIGINT, and so would all that it starts: Ctrl-C is heard again.
exec_maven() {
    if ! command -v mvn >/dev/null; then
        echo "No Maven found. Install Maven 3.8.7 or a later 3.x." >&2
        exit 1
    fi
    cd "$root"
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
    exec env --default-signal=INT mvn "$@"
}

maven() {
    (exec_maven "$@")
}

artifact() {
    case "$1" in
        *-service) echo "$root/$1/target/quarkus-app/quarkus-run.jar" ;;
        *) echo "$root/$1/target/runtime.classpath" ;;
    esac
}

# The class path names jars of the local Maven repository, which may have been emptied or moved since.
has_all_jars() {
    local jar jars
    [[ "$1" != *-service && -f "$(artifact "$1")" ]] || return 0
    IFS=: read -ra jars <"$(artifact "$1")" || true
    for jar in "${jars[@]}"; do
        [[ -e "$jar" ]] || return 1
    done
}

# Both services carry the contract, and the other modules use deploy/local: when these change, those are stale too.
is_stale() {
    local built sources=("$root/$1/src/main" "$root/$1/pom.xml" "$root/pom.xml"
        "$root/enrollment-service/src/main/resources/contract")
    built="$(artifact "$1")"
    if [[ "$1" != *-service ]]; then
        sources+=("$root/deploy/local/src/main" "$root/deploy/local/pom.xml")
    fi
    has_all_jars "$1" || return 0
    [[ ! -f "$built" || -n "$(find "${sources[@]}" -newer "$built" -print -quit)" ]]
}

# Packages those of the modules that are stale.
build() {
    local module stale=() began
    for module in "$@"; do
        if is_stale "$module"; then
            stale+=("$module")
        fi
    done
    if ((${#stale[@]} == 0)); then
        return
    fi
    echo "Building ${stale[*]} …"
    began="$(mktemp)"
    maven -q -Dquick -pl "$(IFS=, && echo "${stale[*]}")" -am package
    for module in "${stale[@]}"; do
        touch -r "$began" "$(artifact "$module")" # As old as the sources that went into it.
    done
    rm -f "$began"
}

# Unpacked where KeycloakServer looks for it.
fetch_keycloak() {
    if ! compgen -G "$root/deploy/local/target/keycloak/keycloak-*/bin/kc.sh" >/dev/null; then
        echo "Fetching Keycloak …"
        maven -q -Pkeycloak -pl deploy/local dependency:unpack@keycloak
    fi
}

# The class path of a module, with all that it needs.
class_path() {
    printf '%s\n' "$root/$1/target/classes:$(<"$root/$1/target/runtime.classpath")"
}

# The running launcher's pid, if its command line still says that it is one.
running() {
    local pid
    [[ -f "$data/processes/launcher" ]] || return 1
    pid="$(<"$data/processes/launcher")"
    ps -p "$pid" -o args= 2>/dev/null | grep -qF -- "-Ddesaterlindungi.process=$data#launcher" && echo "$pid"
}

# The command line of LocalSystem, in the array `local_system`. It holds the mark by which the process is known again, and
# is kept short (the class path is in a file), because not every system shows the whole of a long one.
local_system_command() {
    local classes
    mkdir -p "$data"
    data="$(cd "$data" && pwd)"
    export DESA_ROOT="$root" DESA_DATA="$data"
    classes="$(class_path deploy/local)"
    printf -- '-cp "%s"\n' "${classes//\\/\\\\}" >"$data/class-path.args"
    # shellcheck disable=SC2034 # read by the scripts that source this file
    local_system=("$JAVA_HOME/bin/java" "-Ddesaterlindungi.process=$data#launcher"
        -Xmx768m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
        -Djava.util.logging.manager=org.jboss.logmanager.LogManager
        "@$data/class-path.args" id.desaterlindungi.local.LocalSystem)
}

# Ends what a killed run left on the data directory, and deletes the data.
start_over() {
    "${local_system[@]}" down >/dev/null
    rm -rf "$data"
    local_system_command
}

# Debian's chromium, if none is installed: unpacked here with the libraries that this machine lacks. Nothing is installed. Its
# packages are verified by apt, as with an installation. Pictures are the same everywhere with the font that comes along.
fetch_chromium() {
    local chromium="$root/deploy/local/.tools/chromium" new="$root/deploy/local/.tools/chromium.new"
    if command -v chromium >/dev/null || [[ -x "$chromium/usr/lib/chromium/chromium" ]]; then
        return
    fi
    rm -rf "$new"
    mkdir -p "$new/packages/partial"
    unpack_chromium() {
        apt-get -qq -y -o Debug::NoLocking=1 -o Dir::Cache::archives="$new/packages" --no-install-recommends --download-only \
            install chromium fonts-liberation \
            && find "$new/packages" -name '*.deb' -exec dpkg-deb -x {} "$new" \; \
            && [[ -x "$new/usr/lib/chromium/chromium" ]]
    }
    if ! unpack_chromium >/dev/null 2>&1 && ! { ((EUID == 0)) && apt-get -qq update && unpack_chromium >/dev/null; }; then
        rm -rf "$new"
        echo "No chromium found, nor its package. Install Debian's chromium (apt-get install chromium)." >&2
        exit 1
    fi
    rm -rf "$new/packages" "$chromium"
    mv "$new" "$chromium"
}
