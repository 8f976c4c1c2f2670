package id.desaterlindungi.reporting.goal;

import id.desaterlindungi.reporting.http.Day;
import id.desaterlindungi.reporting.http.PlainText;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A goal as a client sends it. One answer tells every fault in it. */
@Schema(
        name = "GoalRequest",
        requiredProperties = {"target", "baseline", "statedOn", "dueOn", "source"})
record GoalRequest(
        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "1",
                maximum = "1000000000",
                description = "Workers to be covered",
                examples = "41000")
        @Nullable
        BigDecimal target,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "0",
                maximum = "1000000000",
                description = "Workers covered before the register existed",
                examples = "30500")
        @Nullable
        BigDecimal baseline,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "The day on which it was stated, from 2000-01-01 to 2100-12-31",
                examples = "2026-03-02")
        @Nullable
        String statedOn,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "The day by which it is to be reached, from 2000-01-01 to 2100-12-31",
                examples = "2027-12-31")
        @Nullable
        String dueOn,

        @Schema(description = "All workers of the area, where known") @Nullable
        WorkforceRequest workforce,

        @Schema(
                minLength = 1,
                maxLength = MOST_TEXT,
                description = "Who stated it where",
                examples = "Keputusan Bupati 112/2026")
        @Nullable
        String source) {

    private static final int MOST_TEXT = 500;
    private static final long MOST_WORKERS = 1_000_000_000;
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

    /** All workers, covered or not. */
    @Schema(
            name = "WorkforceRequest",
            requiredProperties = {"people", "derived"})
    record WorkforceRequest(
            @Schema(
                    type = SchemaType.INTEGER,
                    format = "int64",
                    minimum = "1",
                    maximum = "1000000000",
                    examples = "83000")
            @Nullable
            BigDecimal people,

            @Schema(description = "The number was derived from other figures; nobody stated it", examples = "true")
            @Nullable
            Boolean derived) {}

    /** @throws ProblemException 422 with every rule that the request breaks */
    Goal checked() {
        var errors = new ArrayList<Finding>();
        var wanted = number("/target", target, 1, errors);
        var before = number("/baseline", baseline, 0, errors);
        var stated = date("/statedOn", statedOn, errors);
        var due = date("/dueOn", dueOn, errors);
        if (stated != null && due != null && due.isBefore(stated)) {
            errors.add(Finding.at("/dueOn", "due-before-stated"));
        }
        Goal.Workforce workers = null;
        if (workforce != null) {
            var people = number("/workforce/people", workforce.people(), 1, errors);
            if (workforce.derived() == null) {
                errors.add(Finding.at("/workforce/derived", "field-missing"));
            } else {
                workers = new Goal.Workforce(people, workforce.derived());
            }
        }
        var whence = PlainText.line(source == null ? "" : source);
        if (source == null) {
            errors.add(Finding.at("/source", "field-missing"));
        } else if (whence.fault() != null) {
            errors.add(Finding.at("/source", whence.fault()));
        } else if (whence.text().isEmpty() || whence.length() > MOST_TEXT) {
            errors.add(Finding.at("/source", "text-format", MOST_TEXT));
        }
        if (!errors.isEmpty() || stated == null || due == null) {
            throw ProblemException.unprocessable("goal-refused", errors);
        }
        return new Goal(wanted, before, stated, due, workers, whence.text());
    }

    private static long number(String pointer, @Nullable BigDecimal given, long least, List<Finding> errors) {
        if (given == null) {
            errors.add(Finding.at(pointer, "field-missing"));
        } else if (given.stripTrailingZeros().scale() > 0
                || given.compareTo(BigDecimal.valueOf(least)) < 0
                || given.compareTo(BigDecimal.valueOf(MOST_WORKERS)) > 0) {
            errors.add(Finding.at(pointer, "parameter-out-of-range", least, MOST_WORKERS));
        } else {
            return given.longValueExact();
        }
        return 0;
    }

    private static @Nullable LocalDate date(String pointer, @Nullable String given, List<Finding> errors) {
        if (given == null) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        var day = Day.read(given).orElse(null);
        if (day == null) {
            errors.add(Finding.at(pointer, Day.fault(given)));
        } else if (day.isBefore(EARLIEST) || day.isAfter(Day.LATEST)) {
            errors.add(Finding.at(pointer, "date-out-of-range", EARLIEST, Day.LATEST));
        }
        return day;
    }
}
