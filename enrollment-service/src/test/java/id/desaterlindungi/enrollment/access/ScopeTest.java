package id.desaterlindungi.enrollment.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private static final Scope TWO = Scope.of(List.of("16.05.01", "16.01", "16.01.07", "16.01"));

    @Test
    void holdsNoAreaThatLiesInAnother() {
        assertThat(TWO.codes()).containsExactly("16.01", "16.05.01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"16.01", "16.01.07", "16.01.07.2001", "16.05.01", "16.05.01.1001"})
    void holdsWhatLiesInIt(String area) {
        assertThat(TWO.holds(area)).isTrue();
        assertThat(TWO.meets(area)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16", "16.05"})
    void meetsWhatLiesAboveIt(String area) {
        assertThat(TWO.holds(area)).isFalse();
        assertThat(TWO.meets(area)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16.011", "16.010", "16.05.011", "16.05.02", "16.02", "17", "", "1"})
    void hasNothingOfOthers(String area) {
        assertThat(TWO.holds(area)).isFalse();
        assertThat(TWO.meets(area)).isFalse();
    }

    @Test
    void endsBehindTheLastCodeInIt() {
        var one = Scope.of(List.of("16.01"));

        assertThat("16.01.99.2999").isGreaterThan(one.low()).isLessThan(one.high());
        assertThat("16.02.01.2001").isGreaterThan(one.high());
        assertThat(one.several()).isEmpty();
        assertThat(TWO.several()).isEqualTo("16.01,16.05.01");
    }

    @Test
    void isNowhereWithoutAnArea() {
        assertThat(Scope.NOWHERE.meets("16")).isFalse();
        assertThat("16.01.07.2001").isGreaterThanOrEqualTo(Scope.NOWHERE.high());
    }
}
