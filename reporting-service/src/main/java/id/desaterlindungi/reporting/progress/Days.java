package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.http.Day;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
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
        return Day.read(given)
                .filter(day -> day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR)
                .orElseThrow(() ->
                        ProblemException.parameters(Finding.at(parameter, Day.fault(given), FIRST_YEAR, LAST_YEAR)));
    }
}
