# Sourced by the scripts beside it: runs one measurement of the services, which start as in real use, from a trained package.
# shellcheck shell=bash
# shellcheck source=deploy/local/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../local/environment.sh"

# Usage: measure CLASS DATA [ARGUMENT...]
measure() {
    local class="$1" data="$2"
    shift 2
    use_jdk_25
    "$root/deploy/local/train"
    build deploy/benchmark
    exec "$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$(class_path deploy/benchmark)" "id.desaterlindungi.benchmark.$class" "$root" "$root/deploy/benchmark/$data" "$@"
}
