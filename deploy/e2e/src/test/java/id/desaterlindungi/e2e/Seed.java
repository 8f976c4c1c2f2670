package id.desaterlindungi.e2e;

import java.util.Random;

/** Random moments that can be had again: {@code -De2e.seed=…} takes the place of the seed that a run has printed. */
final class Seed {
    private Seed() {}

    static Random printed() {
        long seed = Long.getLong("e2e.seed", System.nanoTime());
        Measured.say("seed %d".formatted(seed));
        return new Random(seed);
    }
}
