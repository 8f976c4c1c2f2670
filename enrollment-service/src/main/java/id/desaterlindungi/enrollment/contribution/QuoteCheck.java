package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request for a quote, finds all its faults at once, and adds the tariffs of its months. */
@ApplicationScoped
class QuoteCheck {
    private static final Pattern MONTH = Pattern.compile("20[0-9]{2}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final int MOST_INCOME = 1_000_000_000;
    private static final int MOST_MONTHS = 60;
    private static final int MOST_PEOPLE = 5_000_000;

    @ConfigMapping(prefix = "enrollment.tariff")
    interface Settings {
        /** Whether the relief of 2026 holds if the village allocation pays. No source says so, so the default is the dearer answer. */
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
        var fields = new Fields();
        var segment = fields.code("/segment", request.segment(), Segment.class);
        var occupation = optional("/occupation", request.occupation(), Occupation.class, fields);
        var sector = optional("/sector", request.sector(), Sector.class, fields);
        var riskClass = optional("/riskClass", request.riskClass(), RiskClass.class, fields);
        var income =
                fields.number("/monthlyIncome", request.monthlyIncome(), segment == Segment.PU ? 1 : 0, MOST_INCOME);
        var programmes = fields.codes("/programmes", request.programmes(), Programme.class);
        var payer = fields.code("/fundingSource", request.fundingSource(), FundingSource.class);
        var from = month(request.from(), fields);
        var months = fields.number("/months", request.months(), 1, MOST_MONTHS);
        var people =
                request.people() == null ? Long.valueOf(1) : fields.number("/people", request.people(), 1, MOST_PEOPLE);
        if (programmes != null && !programmes.containsAll(Programme.ALWAYS)) {
            fields.add(Finding.at("/programmes", "programmes-base"));
        }
        if (programmes != null && segment != null && !programmes.stream().allMatch(segment::allows)) {
            fields.add(Finding.at("/programmes", "programmes-segment"));
        }
        var readable = request.occupation() == null == (occupation == null)
                && request.sector() == null == (sector == null)
                && request.riskClass() == null == (riskClass == null);
        if (segment == null || programmes == null || from == null || months == null || !readable) {
            return new Verdict.Refused(fields.errors());
        }
        // Tariffs do not depend on who pays and how much, so a missing one is found even if those fields are wrong.
        var order = new Order(
                segment,
                occupation,
                sector == null ? Sector.of(occupation) : sector,
                riskClass,
                income == null ? 0 : income,
                programmes.stream().filter(segment::allows).toList(),
                payer == null ? FundingSource.MANDIRI : payer,
                from,
                months.intValue(),
                people == null ? 1 : people.intValue());
        var table = new TariffTable(tariffs.within(from.atDay(1), order.until().atDay(1)), settings.addGetsRelief());
        table.faults(order).forEach(fields::add);
        return fields.errors().isEmpty() ? new Verdict.Accepted(order, table) : new Verdict.Refused(fields.errors());
    }

    private static <E extends Enum<E>> @Nullable E optional(
            String pointer, @Nullable String text, Class<E> type, Fields fields) {
        return text == null ? null : fields.code(pointer, text, type);
    }

    private static @Nullable YearMonth month(@Nullable String text, Fields fields) {
        if (text == null || text.isBlank()) {
            fields.add(Finding.at("/from", "field-missing"));
            return null;
        }
        try {
            if (MONTH.matcher(text).matches()) {
                return YearMonth.parse(text);
            }
            if (DAY.matcher(text).matches()) {
                var day = fields.requiredDay("/from", text);
                return day == null ? null : YearMonth.from(day);
            }
        } catch (DateTimeException e) {
            // The check below answers for any text that names no month.
        }
        fields.add(Finding.at("/from", "month-format"));
        return null;
    }
}
