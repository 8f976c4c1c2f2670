package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Business dates in query parameters. */
final class Days {

    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;

    private Days() {}

    /** @throws ProblemException 400 for what is no day of this age */
    static @Nullable LocalDate of(String parameter, @Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(given);
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException e) {
            // Answered below, as a year that cannot be meant.
        }
        throw ProblemException.parameters(Finding.at(parameter, "date-format", FIRST_YEAR, LAST_YEAR));
    }
}
