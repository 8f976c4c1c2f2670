package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import id.desaterlindungi.enrollment.problem.Finding;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one request about a village and collects every fault. */
final class VillageFields {
    static final int MOST_WORKERS = 1_000_000;

    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_NOTES = 2_000;
    private static final Pattern SEPARATORS = Pattern.compile("[ .\\p{Pd}()]");
    private static final Pattern FIXED_LINE = Pattern.compile("(?:0|\\+?62)([2-79][0-9]{6,10})");

    private final Fields fields = new Fields();
    private final LocalDate today;

    VillageFields(Clock clock) {
        this.today = BusinessClock.today(clock);
    }

    List<Finding> errors() {
        return fields.errors();
    }

    boolean isRight() {
        return fields.errors().isEmpty();
    }

    void add(String pointer, String code, Object... arguments) {
        fields.add(Finding.at(pointer, code, arguments));
    }

    VillageDetails details(VillageCorrection given) {
        var estimate = given.workersEstimate() == null
                ? null
                : number("/workersEstimate", given.workersEstimate(), MOST_WORKERS);
        var asOf = given.workersAsOf() == null ? null : pastDay("/workersAsOf", given.workersAsOf());
        if (given.workersEstimate() != null || given.workersSource() != null || given.workersAsOf() != null) {
            need("/workersEstimate", given.workersEstimate());
            need("/workersSource", given.workersSource());
            need("/workersAsOf", given.workersAsOf());
        }
        need("/sadar", given.sadar());
        return new VillageDetails(
                given.headName() == null ? null : name("/headName", given.headName()),
                fields.optional(
                        "/headPhone",
                        given.headPhone(),
                        text -> Phone.read(text).map(Phone::number),
                        "phone-format"),
                text("/officeContact", given.officeContact()),
                fields.optional("/officePhone", given.officePhone(), VillageFields::telephone, "telephone-format"),
                estimate == null ? null : estimate.intValue(),
                text("/workersSource", given.workersSource()),
                asOf,
                Boolean.TRUE.equals(given.sadar()),
                given.notes() == null ? null : fields.lines("/notes", given.notes(), LONGEST_NOTES, "notes-length"));
    }

    @Nullable
    String name(String pointer, @Nullable String text) {
        return fields.name(pointer, text);
    }

    @Nullable
    String village(String pointer, @Nullable String text) {
        return fields.required(pointer, text, given -> Fields.matching(Fields.VILLAGE, given), "village-format");
    }

    /** A day that has come. */
    @Nullable
    LocalDate pastDay(String pointer, @Nullable String text) {
        var day = fields.requiredDay(pointer, text);
        if (day != null && day.isAfter(today)) {
            add(pointer, "day-future");
        }
        return day;
    }

    /** A whole number from 0 on. */
    @Nullable
    Long number(String pointer, @Nullable BigDecimal number, long most) {
        return fields.number(pointer, number, 0, most);
    }

    @Nullable
    String requiredText(String pointer, @Nullable String text) {
        return fields.line(pointer, text, LONGEST_TEXT, "text-length");
    }

    private @Nullable String text(String pointer, @Nullable String text) {
        return text == null ? null : requiredText(pointer, text);
    }

    private void need(String pointer, @Nullable Object value) {
        if (value == null) {
            fields.missing(pointer);
        }
    }

    private static Optional<String> telephone(String text) {
        var mobile = Phone.read(text).map(Phone::number);
        var fixed =
                FIXED_LINE.matcher(SEPARATORS.matcher(PlainText.folded(text)).replaceAll(""));
        return mobile.isPresent() || !fixed.matches() ? mobile : Optional.of("+62" + fixed.group(1));
    }
}
