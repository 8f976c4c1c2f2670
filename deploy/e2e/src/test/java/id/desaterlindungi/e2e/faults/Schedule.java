package id.desaterlindungi.e2e.faults;

import id.desaterlindungi.e2e.faults.Fault.Blocked;
import id.desaterlindungi.e2e.faults.Fault.BrokerStopped;
import id.desaterlindungi.e2e.faults.Fault.Cut;
import id.desaterlindungi.e2e.faults.Fault.DatabaseCrashed;
import id.desaterlindungi.e2e.faults.Fault.Ended;
import id.desaterlindungi.e2e.faults.Fault.Frozen;
import id.desaterlindungi.e2e.faults.Fault.Killed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Which faults, and when: all from a seed. */
public final class Schedule {
    public static final int REPLICAS = 2;

    private Schedule() {}

    /** Without an end. Of five troubles, three are one fault, one is two at once, and one is both replicas of a service. */
    public static Iterator<Trouble> of(long seed) {
        var random = new Random(seed);
        var next = new ArrayList<Trouble>();
        return Stream.generate(() -> {
                    if (next.isEmpty()) {
                        next.addAll(round(random));
                    }
                    return next.removeFirst();
                })
                .iterator();
    }

    /** The fewest in which each thing happens that may, in some seconds. */
    public static List<Trouble> brief(long seed) {
        var random = new Random(seed);
        var one = random.nextInt(REPLICAS);
        var other = REPLICAS - 1 - one;
        return Stream.<List<Fault>>of(
                        List.of(
                                new Killed(Side.ENROLLMENT, one, millis(random, 200)),
                                new BrokerStopped(millis(random, 1_000)),
                                new Blocked(Side.REPORTING, millis(random, 2_000))),
                        List.of(
                                new Frozen(Side.ENROLLMENT, other, Duration.ofMillis(2_000)),
                                new DatabaseCrashed(millis(random, 500)),
                                new Ended(Side.REPORTING, one, Duration.ZERO)),
                        List.of(
                                new Killed(Side.REPORTING, one, Duration.ZERO),
                                new Killed(Side.REPORTING, other, Duration.ZERO),
                                new Cut(Side.ENROLLMENT)))
                .map(faults -> new Trouble(millis(random, 300), faults))
                .toList();
    }

    /** Every fault once alone, in some order, and as many troubles of several. */
    private static List<Trouble> round(Random random) {
        var faults = each(random);
        var troubles = new ArrayList<List<Fault>>();
        faults.forEach(fault -> troubles.add(List.of(fault)));
        for (var i = 0; i < faults.size() / 3; i++) {
            troubles.add(two(random));
            troubles.add(whole(random));
        }
        Collections.shuffle(troubles, random);
        return troubles.stream()
                .map(together -> new Trouble(Duration.ofMillis(2_000 + random.nextInt(5_000)), together))
                .toList();
    }

    private static List<Fault> each(Random random) {
        var faults = new ArrayList<Fault>();
        for (var side : Side.values()) {
            var replica = random.nextInt(REPLICAS);
            faults.add(new Killed(side, replica, millis(random, 3_000)));
            faults.add(new Ended(side, replica, millis(random, 3_000)));
            faults.add(new Frozen(side, replica, frozen(random)));
            faults.add(new Blocked(side, Duration.ofMillis(1_000 + random.nextInt(11_000))));
            faults.add(new Cut(side));
        }
        faults.add(new DatabaseCrashed(millis(random, 4_000)));
        faults.add(new BrokerStopped(millis(random, 8_000)));
        return faults;
    }

    /** Of two parts. */
    private static List<Fault> two(Random random) {
        while (true) {
            var faults = each(random);
            Collections.shuffle(faults, random);
            var first = faults.get(0);
            var second = faults.get(1);
            if (!isSameReplica(first, second)) {
                return List.of(first, second);
            }
        }
    }

    private static boolean isSameReplica(Fault first, Fault second) {
        return first instanceof Fault.OfReplica one
                && second instanceof Fault.OfReplica other
                && one.side() == other.side()
                && one.replica() == other.replica();
    }

    private static List<Fault> whole(Random random) {
        var side = Side.values()[random.nextInt(2)];
        int how = random.nextInt(3);
        return List.of(one(how, side, 0, random), one(how, side, 1, random));
    }

    private static Fault one(int how, Side side, int replica, Random random) {
        return switch (how) {
            case 0 -> new Killed(side, replica, millis(random, 3_000));
            case 1 -> new Ended(side, replica, millis(random, 3_000));
            default -> new Frozen(side, replica, frozen(random));
        };
    }

    /** Mostly some seconds, sometimes longer than any limit of a statement or a request. */
    private static Duration frozen(Random random) {
        return Duration.ofMillis(random.nextInt(3) == 0 ? 30_000 : 500 + random.nextInt(9_500));
    }

    private static Duration millis(Random random, int most) {
        return Duration.ofMillis(random.nextInt(most));
    }
}
