package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.FundingSource;
import id.desaterlindungi.enrollment.participant.Occupation;
import id.desaterlindungi.enrollment.participant.Programme;
import id.desaterlindungi.enrollment.participant.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a request for a quote, finds every fault of it at once, and brings the tariffs of its months along. */
@ApplicationScoped
class QuoteCheck {
    private static final Pattern MONTH = Pattern.compile("20[0-9]{2}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final int MOST_INCOME = 1_000_000_000;
    private static final int MOST_MONTHS = 60;
    private static final int MOST_PEOPLE = 5_000_000;

    @ConfigMapping(prefix = "enrollment.tariff")
    interface Settings {
        /** Whether the relief of 2026 holds where the village allocation pays. No source settles it: the dearer answer. */
        @WithDefault("false")
        boolean addGetsRelief();
    }

    sealed interface Verdict {
        record Accepted(Order order, TariffTable table) implements Verdict {}

        record Refused(List<Finding> errors) implements Verdict {}
    }

    private final Tariffs tariffs;
    private final Settings settings;

    QuoteCheck(Tariffs tariffs, Settings settings) {
        this.tariffs = tariffs;
        this.settings = settings;
    }

    Verdict of(QuoteRequest request) {
        var errors = new ArrayList<Finding>();
        var segment = code("/segment", request.segment(), Segment.class, errors);
        var occupation = optional("/occupation", request.occupation(), Occupation.class, errors);
        var sector = optional("/sector", request.sector(), Sector.class, errors);
        var riskClass = optional("/riskClass", request.riskClass(), RiskClass.class, errors);
        var income =
                number("/monthlyIncome", request.monthlyIncome(), segment == Segment.PU ? 1 : 0, MOST_INCOME, errors);
        var programmes = programmes(request.programmes(), errors);
        var payer = code("/fundingSource", request.fundingSource(), FundingSource.class, errors);
        var from = month(request.from(), errors);
        var months = number("/months", request.months(), 1, MOST_MONTHS, errors);
        var people = request.people() == null
                ? Integer.valueOf(1)
                : number("/people", request.people(), 1, MOST_PEOPLE, errors);
        if (programmes != null && !programmes.containsAll(Programme.ALWAYS)) {
            errors.add(Finding.at("/programmes", "programmes-base"));
        }
        if (programmes != null && segment != null && !programmes.stream().allMatch(segment::allows)) {
            errors.add(Finding.at("/programmes", "programmes-segment"));
        }
        var readable = request.occupation() == null == (occupation == null)
                && request.sector() == null == (sector == null)
                && request.riskClass() == null == (riskClass == null);
        if (segment == null || programmes == null || from == null || months == null || !readable) {
            return new Verdict.Refused(errors);
        }
        // Whether there are tariffs does not hang on who pays and how much: what is told of them is told at once.
        var order = new Order(
                segment,
                occupation,
                sector == null ? Sector.of(occupation) : sector,
                riskClass,
                income == null ? 0 : income,
                programmes.stream().filter(segment::allows).toList(),
                payer == null ? FundingSource.MANDIRI : payer,
                from,
                months,
                people == null ? 1 : people);
        var table = new TariffTable(tariffs.within(from.atDay(1), order.until().atDay(1)), settings.addGetsRelief());
        errors.addAll(table.faults(order));
        return errors.isEmpty() ? new Verdict.Accepted(order, table) : new Verdict.Refused(errors);
    }

    private static <E extends Enum<E>> @Nullable E optional(
            String pointer, @Nullable String text, Class<E> type, List<Finding> errors) {
        return text == null ? null : code(pointer, text, type, errors);
    }

    private static <E extends Enum<E>> @Nullable E code(
            String pointer, @Nullable String text, Class<E> type, List<Finding> errors) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        errors.add(Finding.at(
                pointer,
                "code-unknown",
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
        return null;
    }

    private static @Nullable Set<Programme> programmes(@Nullable List<@Nullable String> texts, List<Finding> errors) {
        if (texts == null || texts.isEmpty()) {
            errors.add(Finding.at("/programmes", "field-missing"));
            return null;
        }
        var programmes = EnumSet.noneOf(Programme.class);
        var complete = true;
        for (var i = 0; i < texts.size(); i++) {
            var programme = code("/programmes/" + i, texts.get(i), Programme.class, errors);
            complete &= programme != null;
            if (programme != null) {
                programmes.add(programme);
            }
        }
        return complete ? programmes : null;
    }

    private static @Nullable Integer number(
            String pointer, @Nullable BigDecimal number, int least, int most, List<Finding> errors) {
        if (number == null) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        try {
            var whole = number.intValueExact();
            if (whole >= least && whole <= most) {
                return whole;
            }
        } catch (ArithmeticException e) {
            // Answered below, as any other number that does not fit.
        }
        errors.add(Finding.at(pointer, "number-out-of-range", least, most));
        return null;
    }

    private static @Nullable YearMonth month(@Nullable String text, List<Finding> errors) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at("/from", "field-missing"));
            return null;
        }
        try {
            if (MONTH.matcher(text).matches()) {
                return YearMonth.parse(text);
            }
            if (DAY.matcher(text).matches()) {
                return YearMonth.from(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            // Answered below, as any other text that names no month.
        }
        errors.add(Finding.at("/from", "month-format"));
        return null;
    }
}
