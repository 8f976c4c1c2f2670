package id.desaterlindungi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Class<?>[] KINDS = {
        Fault.Killed.class,
        Fault.Ended.class,
        Fault.Frozen.class,
        Fault.DatabaseCrashed.class,
        Fault.BrokerStopped.class,
        Fault.Blocked.class,
        Fault.Cut.class
    };

    @Test
    void aSeedIsOneSchedule() {
        assertThat(first(7, 100)).isEqualTo(first(7, 100)).isNotEqualTo(first(8, 100));
        assertThat(Schedule.brief(7)).isEqualTo(Schedule.brief(7)).isNotEqualTo(Schedule.brief(8));
    }

    @Test
    void everythingHappensAloneAndWithOthers() {
        var troubles = first(7, 100);

        assertThat(faults(troubles)).hasOnlyElementsOfTypes(KINDS);
        for (var kind : KINDS) {
            assertThat(troubles)
                    .anyMatch(one -> one.faults().size() == 1
                            && kind.isInstance(one.faults().getFirst()));
            assertThat(troubles)
                    .anyMatch(one ->
                            one.faults().size() == 2 && one.faults().stream().anyMatch(kind::isInstance));
            assertThat(faults(Schedule.brief(7))).anyMatch(kind::isInstance);
        }
    }

    @Test
    void noReplicaFailsTwiceAtOnce() {
        assertThat(Stream.concat(first(7, 2_000).stream(), Schedule.brief(7).stream()))
                .allSatisfy(one -> assertThat(one.faults().stream()
                                .filter(Fault.OfReplica.class::isInstance)
                                .map(Fault.OfReplica.class::cast)
                                .map(fault -> fault.side() + " " + fault.replica()))
                        .doesNotHaveDuplicates());
    }

    private static List<Trouble> first(long seed, int count) {
        var schedule = Schedule.of(seed);
        return Stream.generate(schedule::next).limit(count).toList();
    }

    private static List<Fault> faults(List<Trouble> troubles) {
        return troubles.stream().flatMap(one -> one.faults().stream()).toList();
    }
}
