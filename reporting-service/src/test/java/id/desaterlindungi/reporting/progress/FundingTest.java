package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.Reads.DISTRICT;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static id.desaterlindungi.reporting.progress.Reads.sum;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What villages set aside, over HTTP. */
@QuarkusTest
class FundingTest {
    @Inject
    RegisterStub register;

    LocalStack stack;

    private Reads reads;

    @BeforeEach
    void caughtUp() {
        reads = new Reads(stack, register);
        register.awaitFolded();
    }

    @Test
    void whatVillagesSetAsideAddsUpAndIsPutBesideWhatItWouldCost() throws IOException {
        reads.budget("16.13.02.2003", 25_000_000L);
        register.awaitFolded();

        var funding = reads.get("/v1/progress/funding?within=" + DISTRICT + "&extraWorkersPerVillage=50&monthly=16800");
        assertThat(funding.getLong("budgets.addSocialSecurity")).isEqualTo(25_000_000);
        assertThat(funding.getString("budgets.addPercent")).isEqualTo("3.08");
        assertThat(funding.getString("budgets.monthsCovered")).isEqualTo("14.9");
        assertThat(sum(funding.getList("parts.budgets.desa"))).isEqualTo(funding.getLong("budgets.desa"));
        assertThat(sum(funding.getList("parts.budgets.desaWithout"))).isEqualTo(funding.getLong("budgets.desa") - 1);
        assertThat(funding.getLong("whatIf.workers")).isEqualTo(50 * funding.getLong("budgets.desa"));
        assertThat(funding.getLong("whatIf.costPerYear")).isEqualTo(50 * funding.getLong("budgets.desa") * 16_800 * 12);
        assertThat(funding.getString("quotation.text")).startsWith("70 percent");
        var province = reads.get("/v1/progress/funding?extraWorkersPerVillage=50");
        assertThat(province.getList("parts")).hasSize(17);
        assertThat(province.getLong("whatIf.covered"))
                .isEqualTo(reads.get("/v1/progress").getLong("covered") + province.getLong("whatIf.workers"));
        assertThat(province.getLong("budgets.desa")).isBetween(2_850L, 2_860L);
        assertThat(sum(province.getList("parts.budgets.addTotal"))).isEqualTo(province.getLong("budgets.addTotal"));
        assertThat(reads.get("/v1/progress/funding?within=" + ONE + "&year=2020")
                        .getList("parts"))
                .isEmpty();
    }
}
