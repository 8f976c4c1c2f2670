package id.desaterlindungi.enrollment.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTableTest {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    private static final List<Tariff> TARIFFS = List.of(
            regular("bpu-jkk", Programme.JKK, Segment.BPU, null, null, "1", null, 10_000L),
            regular("bpu-jkm", Programme.JKM, Segment.BPU, null, null, null, 6_800L, null),
            regular("bpu-jht", Programme.JHT, Segment.BPU, null, null, "2", null, 20_000L),
            relief("relief-jkk-general", Programme.JKK, Sector.GENERAL, "0.5", null, 5_000L),
            relief("relief-jkm-general", Programme.JKM, Sector.GENERAL, null, 3_400L, null),
            relief("relief-jkk-transport", Programme.JKK, Sector.TRANSPORT, "0.5", null, 5_000L),
            relief("relief-jkm-transport", Programme.JKM, Sector.TRANSPORT, null, 3_400L, null),
            regular("pu-jkk-very-low", Programme.JKK, Segment.PU, null, RiskClass.VERY_LOW, "0.24", null, null),
            regular("pu-jkk-very-high", Programme.JKK, Segment.PU, null, RiskClass.VERY_HIGH, "1.74", null, null),
            regular("pu-jkk-head", Programme.JKK, Segment.PU, Occupation.KEPALA_DESA, null, "0.24", null, null),
            regular("pu-jkm", Programme.JKM, Segment.PU, null, null, "0.30", null, null),
            capped("pu-jp", null));

    private static final TariffTable TABLE = new TariffTable(TARIFFS, false);

    @ParameterizedTest
    @CsvSource({
        "0, 10000, 20000",
        "999999, 10000, 20000",
        "1000000, 10000, 20000",
        "1000001, 10000, 20000", // 10,000.01 and 20,000.02
        "1000024, 10000, 20000", // 20,000.48
        "1000025, 10000, 20001", // 20,000.50
        "1000049, 10000, 20001", // 10,000.49
        "1000050, 10001, 20001", // 10,000.50: half a rupiah goes up
        "1000000000, 10000000, 20000000",
    })
    void takesAShareOfTheIncomeButAtLeastTheMinimum(long income, long accident, long savings) {
        var quotation = TABLE.quote(bpu("2027-01", 1, income, Programme.JKK, Programme.JKM, Programme.JHT));

        assertThat(quotation.lines())
                .extracting(Quotation.Line::monthlyAmount)
                .containsExactly(accident, 6_800L, savings);
    }

    @ParameterizedTest
    @CsvSource({
        "GENERAL, 2026-03, MANDIRI, 16800", // the month before
        "GENERAL, 2026-04, MANDIRI, 8400", // the first
        "GENERAL, 2026-12, MANDIRI, 8400", // the last
        "GENERAL, 2027-01, MANDIRI, 16800", // the month after
        "TRANSPORT, 2025-12, MANDIRI, 16800",
        "TRANSPORT, 2026-01, MANDIRI, 8400",
        "TRANSPORT, 2027-03, MANDIRI, 8400",
        "TRANSPORT, 2027-04, MANDIRI, 16800",
        "GENERAL, 2026-04, APBN, 16800",
        "GENERAL, 2026-04, APBD_KABUPATEN, 16800",
        "GENERAL, 2026-04, APBD_PROVINSI, 16800",
        "GENERAL, 2026-04, ADD, 16800", // not settled: without, by default
        "GENERAL, 2026-04, CSR, 8400",
        "TRANSPORT, 2026-04, APBN, 16800",
    })
    void halvesTheContributionForMonthsAndPayersOfTheRelief(
            Sector sector, YearMonth month, FundingSource payer, long amount) {
        var order = order(Segment.BPU, null, sector, null, 500_000, payer, month, 1, 1, Programme.JKK, Programme.JKM);

        assertThat(TABLE.quote(order).total()).isEqualTo(amount);
    }

    @Test
    void halvesTheShareOfALargerIncomeToo() {
        var quotation = TABLE.quote(bpu("2026-04", 1, 2_000_001, Programme.JKK, Programme.JKM));

        assertThat(quotation.lines())
                .extracting(Quotation.Line::monthlyAmount, Quotation.Line::tariffId)
                .containsExactly(tuple(10_000L, "relief-jkk-general"), tuple(3_400L, "relief-jkm-general"));
    }

    @Test
    void dividesMonthsWhereATariffEnds() {
        var order = bpu("2026-11", 4, 0, Programme.JKK, Programme.JKM, Programme.JHT);

        var quotation = TABLE.quote(order);

        assertThat(quotation.lines())
                .extracting(
                        Quotation.Line::programme,
                        line -> line.from().toString(),
                        line -> line.until().toString(),
                        Quotation.Line::months,
                        Quotation.Line::monthlyAmount,
                        Quotation.Line::amount)
                .containsExactly(
                        tuple(Programme.JKK, "2026-11", "2027-01", 2, 5_000L, 10_000L),
                        tuple(Programme.JKK, "2027-01", "2027-03", 2, 10_000L, 20_000L),
                        tuple(Programme.JKM, "2026-11", "2027-01", 2, 3_400L, 6_800L),
                        tuple(Programme.JKM, "2027-01", "2027-03", 2, 6_800L, 13_600L),
                        tuple(Programme.JHT, "2026-11", "2027-03", 4, 20_000L, 80_000L));
        assertThat(quotation.monthlyTotals())
                .extracting(
                        total -> total.from().toString(),
                        total -> total.until().toString(),
                        Quotation.MonthlyTotal::months,
                        Quotation.MonthlyTotal::monthlyTotal)
                .containsExactly(tuple("2026-11", "2027-01", 2, 28_400L), tuple("2027-01", "2027-03", 2, 36_800L));
        assertThat(quotation.total()).isEqualTo(2 * 28_400 + 2 * 36_800);
    }

    @ParameterizedTest
    @CsvSource({"100, 1680000, 20160000", "385000, 6468000000, 77616000000"})
    void multipliesByPeople(int people, long monthly, long total) {
        var quotation = TABLE.quote(order(
                Segment.BPU,
                null,
                Sector.GENERAL,
                null,
                0,
                FundingSource.APBN,
                YearMonth.of(2026, 1),
                12,
                people,
                Programme.JKK,
                Programme.JKM));

        assertThat(quotation.total()).isEqualTo(total);
        assertThat(quotation.monthlyTotals())
                .singleElement()
                .extracting(Quotation.MonthlyTotal::monthlyTotal)
                .isEqualTo(monthly);
        assertThat(quotation.warnings()).isEmpty();
    }

    @Test
    void holdsTheLargestOrder() {
        var order = order(
                Segment.BPU,
                null,
                Sector.GENERAL,
                null,
                1_000_000_000,
                FundingSource.MANDIRI,
                YearMonth.of(2027, 1),
                60,
                5_000_000,
                Programme.JKK,
                Programme.JKM,
                Programme.JHT);

        assertThat(TABLE.quote(order).total()).isEqualTo((10_000_000L + 6_800 + 20_000_000) * 60 * 5_000_000);
    }

    @Test
    void saysWhereTheAddQuestionIsNotSettledAndHowItWasTaken() {
        var order = order(
                Segment.BPU,
                null,
                Sector.GENERAL,
                null,
                0,
                FundingSource.ADD,
                YearMonth.of(2026, 12),
                12,
                1,
                Programme.JKK,
                Programme.JKM);

        var without = TABLE.quote(order);
        var with = new TariffTable(TARIFFS, true).quote(order);

        assertThat(without.total()).isEqualTo(12 * 16_800);
        assertThat(without.warnings()).containsExactly(Finding.at("/fundingSource", "relief-unsettled", "ADD", 0));
        assertThat(with.total()).isEqualTo(8_400 + 11 * 16_800);
        assertThat(with.warnings()).containsExactly(Finding.at("/fundingSource", "relief-unsettled", "ADD", 1));
    }

    @Test
    void isSilentOnAddWhereNoReliefIsInForce() {
        var order = order(
                Segment.BPU,
                null,
                Sector.GENERAL,
                null,
                0,
                FundingSource.ADD,
                YearMonth.of(2027, 1),
                12,
                1,
                Programme.JKK,
                Programme.JKM);

        assertThat(TABLE.quote(order).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, cover-under-3-months",
        "2, cover-under-3-months",
        "3, cover-under-6-months",
        "5, cover-under-6-months",
        "6, ",
    })
    void warnsOfShortCover(int months, String code) {
        assertThat(TABLE.quote(bpu("2027-01", months, 0, Programme.JKK, Programme.JKM))
                        .warnings())
                .extracting(Finding::code)
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void takesVillageHeadsByTheirOccupationAndOthersByTheirRiskClass() {
        var head = pu(Occupation.KEPALA_DESA, null, 2_426_640, Programme.JKK, Programme.JKM);
        var worker = pu(Occupation.LAINNYA, RiskClass.VERY_HIGH, 2_426_640, Programme.JKK, Programme.JKM);

        assertThat(TABLE.faults(head)).isEmpty();
        assertThat(TABLE.quote(head).lines())
                .extracting(Quotation.Line::monthlyAmount)
                .containsExactly(5_824L, 7_280L); // 0.54 % of siltap together: 5,823.936 and 7,279.92
        assertThat(TABLE.quote(worker).lines().getFirst().tariffId()).isEqualTo("pu-jkk-very-high");
    }

    @Test
    void asksForARiskClassWhereItDecidesAndRefusesItWhereItDoesNot() {
        assertThat(TABLE.faults(pu(Occupation.LAINNYA, null, 1, Programme.JKK, Programme.JKM)))
                .containsExactly(Finding.at("/riskClass", "field-missing"));
        assertThat(TABLE.faults(pu(Occupation.KEPALA_DESA, RiskClass.HIGH, 1, Programme.JKK, Programme.JKM)))
                .containsExactly(Finding.at("/riskClass", "risk-class-unused"));
    }

    @Test
    void namesProgrammesWithoutATariffAndTheFirstSuchMonth() {
        assertThat(TABLE.faults(pu(
                        Occupation.KEPALA_DESA, null, 1, Programme.JKK, Programme.JKM, Programme.JHT, Programme.JKP)))
                .containsExactly(
                        Finding.at("/programmes", "tariff-missing", "JHT", "2027-01"),
                        Finding.at("/programmes", "tariff-missing", "JKP", "2027-01"));
        assertThat(TABLE.faults(bpu("2023-12", 2, 0, Programme.JKK, Programme.JKM)))
                .extracting(finding -> finding.arguments().getLast())
                .containsExactly("2023-12", "2023-12");
    }

    @Test
    void countsTheWageToTheCapAndSaysWhereThereIsNone() {
        var order = pu(Occupation.KEPALA_DESA, null, 20_000_000, Programme.JKK, Programme.JKM, Programme.JP);
        var settled = TARIFFS.stream()
                .map(tariff -> tariff.wageCapped() ? capped("pu-jp-capped", 9_000_000L) : tariff)
                .toList();

        var open = TABLE.quote(order);
        var capped = new TariffTable(settled, false).quote(order);

        assertThat(open.lines().getLast().monthlyAmount()).isEqualTo(600_000);
        assertThat(open.warnings()).containsExactly(Finding.at("/monthlyIncome", "wage-cap-unsettled", "JP"));
        assertThat(capped.lines().getLast().monthlyAmount()).isEqualTo(270_000);
        assertThat(capped.warnings()).isEmpty();
    }

    private static Order bpu(String from, int months, long income, Programme... programmes) {
        return order(
                Segment.BPU,
                null,
                Sector.GENERAL,
                null,
                income,
                FundingSource.MANDIRI,
                YearMonth.parse(from),
                months,
                1,
                programmes);
    }

    private static Order pu(
            Occupation occupation, @Nullable RiskClass riskClass, long income, Programme... programmes) {
        return order(
                Segment.PU,
                occupation,
                Sector.GENERAL,
                riskClass,
                income,
                FundingSource.ADD,
                YearMonth.of(2027, 1),
                1,
                1,
                programmes);
    }

    private static Order order(
            Segment segment,
            @Nullable Occupation occupation,
            Sector sector,
            @Nullable RiskClass riskClass,
            long income,
            FundingSource payer,
            YearMonth from,
            int months,
            int people,
            Programme... programmes) {
        return new Order(
                segment, occupation, sector, riskClass, income, Arrays.asList(programmes), payer, from, months, people);
    }

    private static Tariff regular(
            String id,
            Programme programme,
            Segment segment,
            @Nullable Occupation occupation,
            @Nullable RiskClass riskClass,
            @Nullable String rate,
            @Nullable Long fixed,
            @Nullable Long minimum) {
        return new Tariff(
                id,
                programme,
                segment,
                null,
                occupation,
                riskClass,
                false,
                List.of(),
                List.of(),
                rate == null ? null : new BigDecimal(rate),
                fixed,
                minimum,
                false,
                null,
                START,
                null,
                "test",
                true);
    }

    private static Tariff relief(
            String id,
            Programme programme,
            Sector sector,
            @Nullable String rate,
            @Nullable Long fixed,
            @Nullable Long minimum) {
        var transport = sector == Sector.TRANSPORT;
        return new Tariff(
                id,
                programme,
                Segment.BPU,
                sector,
                null,
                null,
                true,
                List.of(FundingSource.APBD_KABUPATEN, FundingSource.APBD_PROVINSI, FundingSource.APBN),
                List.of(FundingSource.ADD),
                rate == null ? null : new BigDecimal(rate),
                fixed,
                minimum,
                false,
                null,
                transport ? LocalDate.of(2026, 1, 1) : LocalDate.of(2026, 4, 1),
                transport ? LocalDate.of(2027, 4, 1) : LocalDate.of(2027, 1, 1),
                "test",
                false);
    }

    private static Tariff capped(String id, @Nullable Long cap) {
        return new Tariff(
                id,
                Programme.JP,
                Segment.PU,
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                new BigDecimal("3"),
                null,
                null,
                true,
                cap,
                START,
                null,
                "test",
                cap != null);
    }
}
