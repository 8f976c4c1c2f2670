package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calculates what an order costs. A month is paid at the tariffs of its first day. The amount for each programme, month and person
 * is rounded half up to whole rupiah, and only then multiplied and added.
 *
 * @param addGetsRelief the answer to a question that no source settles; every quote that it touches says so
 */
record TariffTable(List<Tariff> tariffs, boolean addGetsRelief) {
    private static final int FULL_DEATH_GRANT = 3;
    private static final int COUNTED_WHOLE = 6;

    /** A relief comes before the regular tariff, and what is meant for few before what is meant for all. */
    private static final Comparator<Tariff> MOST_PARTICULAR = Comparator.comparing(Tariff::relief)
            .thenComparing(tariff -> tariff.occupation() != null)
            .thenComparing(tariff -> tariff.sector() != null)
            .thenComparing(tariff -> tariff.riskClass() != null);

    TariffTable {
        tariffs = List.copyOf(tariffs);
    }

    /** Why there is no telling what the order costs: empty if there is. */
    List<Finding> faults(Order order) {
        var faults = new ArrayList<Finding>();
        for (var programme : order.programmes()) {
            order.eachMonth()
                    .filter(month -> tariff(order, programme, month).isEmpty())
                    .findFirst()
                    .ifPresent(month -> faults.add(
                            needsRiskClass(order, programme, month)
                                    ? Finding.at("/riskClass", "field-missing")
                                    : Finding.at("/programmes", "tariff-missing", programme.name(), month.toString())));
        }
        if (order.riskClass() != null && faults.isEmpty() && !usesRiskClass(order)) {
            faults.add(Finding.at("/riskClass", "risk-class-unused"));
        }
        return faults;
    }

    /** @throws IllegalArgumentException if the order has {@link #faults} */
    Quotation quote(Order order) {
        var lines = new ArrayList<Quotation.Line>();
        var used = new ArrayList<Tariff>();
        for (var programme : order.programmes()) {
            var start = order.from();
            while (start.isBefore(order.until())) {
                var tariff = required(order, programme, start);
                var end = start.plusMonths(1);
                while (end.isBefore(order.until())
                        && required(order, programme, end).equals(tariff)) {
                    end = end.plusMonths(1);
                }
                used.add(tariff);
                lines.add(Quotation.Line.of(
                        programme, start, end, tariff.amount(order.monthlyIncome()), order.people(), tariff.id()));
                start = end;
            }
        }
        return new Quotation(
                lines,
                totals(order, lines),
                lines.stream().mapToLong(Quotation.Line::amount).reduce(0, Math::addExact),
                used,
                warnings(order, used));
    }

    private static List<Quotation.MonthlyTotal> totals(Order order, List<Quotation.Line> lines) {
        var totals = new ArrayList<Quotation.MonthlyTotal>();
        var start = order.from();
        while (start.isBefore(order.until())) {
            var perPerson = perPerson(lines, start);
            var end = start.plusMonths(1);
            while (end.isBefore(order.until()) && perPerson(lines, end) == perPerson) {
                end = end.plusMonths(1);
            }
            totals.add(Quotation.MonthlyTotal.of(start, end, perPerson, order.people()));
            start = end;
        }
        return totals;
    }

    private static long perPerson(List<Quotation.Line> lines, YearMonth month) {
        return lines.stream()
                .filter(line -> !month.isBefore(line.from()) && month.isBefore(line.until()))
                .mapToLong(Quotation.Line::monthlyAmount)
                .sum();
    }

    private List<Finding> warnings(Order order, List<Tariff> used) {
        var warnings = new ArrayList<Finding>();
        // The shorter death grant, and with it both limits, is a matter of BPU alone.
        if (order.segment() == Segment.BPU && order.months() < FULL_DEATH_GRANT) {
            warnings.add(Finding.at("/months", "cover-under-3-months", FULL_DEATH_GRANT));
        } else if (order.segment() == Segment.BPU && order.months() < COUNTED_WHOLE) {
            warnings.add(Finding.at("/months", "cover-under-6-months", COUNTED_WHOLE));
        }
        if (order.eachMonth()
                .anyMatch(month -> tariffs.stream()
                        .filter(tariff -> order.programmes().contains(tariff.programme()))
                        .filter(tariff -> isFor(order, tariff, month))
                        .anyMatch(tariff -> tariff.unsettledPayers().contains(order.fundingSource())))) {
            warnings.add(Finding.at(
                    "/fundingSource",
                    "relief-unsettled",
                    order.fundingSource().name(),
                    unsettledPayerCounts(order.fundingSource()) ? 1 : 0));
        }
        used.stream()
                .filter(tariff -> tariff.wageCapped() && tariff.wageCapRupiah() == null)
                .map(Tariff::programme)
                .distinct()
                .forEach(programme ->
                        warnings.add(Finding.at("/monthlyIncome", "wage-cap-unsettled", programme.name())));
        return warnings;
    }

    private Tariff required(Order order, Programme programme, YearMonth month) {
        return tariff(order, programme, month)
                .orElseThrow(() -> new IllegalArgumentException("No tariff: " + programme + " " + month));
    }

    private Optional<Tariff> tariff(Order order, Programme programme, YearMonth month) {
        return tariffs.stream()
                .filter(tariff -> tariff.programme() == programme)
                .filter(tariff -> isFor(order, tariff, month))
                .filter(tariff -> isFor(order.fundingSource(), tariff))
                .max(MOST_PARTICULAR);
    }

    private static boolean isFor(Order order, Tariff tariff, YearMonth month) {
        return isForAnyRisk(order, tariff, month) && suits(tariff.riskClass(), order.riskClass());
    }

    private static boolean isForAnyRisk(Order order, Tariff tariff, YearMonth month) {
        return tariff.segment() == order.segment()
                && tariff.validOn(month.atDay(1))
                && suits(tariff.sector(), order.sector())
                && suits(tariff.occupation(), order.occupation());
    }

    private static boolean suits(@Nullable Object condition, @Nullable Object given) {
        return condition == null || Objects.equals(condition, given);
    }

    private boolean isFor(FundingSource payer, Tariff tariff) {
        return !tariff.excludedPayers().contains(payer)
                && (!tariff.unsettledPayers().contains(payer) || unsettledPayerCounts(payer));
    }

    private boolean unsettledPayerCounts(FundingSource payer) {
        return payer == FundingSource.ADD && addGetsRelief;
    }

    private boolean needsRiskClass(Order order, Programme programme, YearMonth month) {
        return order.riskClass() == null
                && tariffs.stream()
                        .filter(tariff -> tariff.programme() == programme && tariff.riskClass() != null)
                        .anyMatch(tariff -> isForAnyRisk(order, tariff, month));
    }

    private boolean usesRiskClass(Order order) {
        return order.programmes().stream()
                .anyMatch(programme -> order.eachMonth()
                        .anyMatch(month -> required(order, programme, month).riskClass() != null));
    }
}
