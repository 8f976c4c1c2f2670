package id.desaterlindungi.enrollment.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.EnrollmentTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class SealTest {
    @Inject
    Seal seal;

    private final UUID row = UUID.randomUUID();

    @Test
    void opensInItsOwnPlace() {
        assertThat(seal.open(seal.close("1601074507849001", row, "nik"), row, "nik"))
                .isEqualTo("1601074507849001");
    }

    @Test
    void opensNowhereElse() {
        var sealed = seal.close("1601074507849001", row, "nik");

        assertThatThrownBy(() -> seal.open(sealed, UUID.randomUUID(), "nik")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open(sealed, row, "phone")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverSealsTheSameWayTwice() {
        assertThat(seal.close("1601074507849001", row, "nik")).isNotEqualTo(seal.close("1601074507849001", row, "nik"));
    }

    @Test
    void indexesTheSameNikTheSameWay() {
        assertThat(index("1601074507849001")).hasSize(32).isEqualTo(index("1601074507849001"));
        assertThat(index("1601074507849001")).isNotEqualTo(index("1601074507849002"));
    }

    private byte[] index(String value) {
        return seal.indexes(value).values().getFirst();
    }
}
