package id.desaterlindungi.e2e;

import java.util.Arrays;

/** What a run has seen, for whoever reads its output. */
final class Measured {
    private Measured() {}

    static void say(String line) {
        System.out.println("[e2e] " + line);
    }

    static void times(String what, long[] nanos) {
        Arrays.sort(nanos);
        say("%s: median %d ms, longest %d ms, of %d"
                .formatted(
                        what, nanos[nanos.length / 2] / 1_000_000, nanos[nanos.length - 1] / 1_000_000, nanos.length));
    }

    static void memory(DesaSystem system) {
        say("resident memory: enrollment %d MB, reporting %d MB"
                .formatted(
                        system.enrollment().residentMegabytes(),
                        system.reporting().residentMegabytes()));
    }
}
