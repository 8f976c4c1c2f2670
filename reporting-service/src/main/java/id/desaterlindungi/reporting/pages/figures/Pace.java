package id.desaterlindungi.reporting.pages.figures;

import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.Forecast;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** How fast the covered grow, and where that leads, in a sentence each; empty where nothing can be said. */
public final class Pace {
    private Pace() {}

    /** In whole people: what is told exactly, week by week, is the line of the chart. */
    public static String told(@Nullable Forecast forecast, Formats formats, Words words) {
        if (forecast == null) {
            return "";
        }
        var pace = forecast.paces().stream().filter(one -> one.days() == 30).findFirst();
        return pace.filter(one -> one.daysKnown() >= 7)
                .map(Forecast.Pace::perDay)
                .map(perDay -> {
                    var whole = perDay.setScale(0, RoundingMode.HALF_UP).longValue();
                    return whole < 1 ? words.paceNone() : words.pace(formats.number(whole));
                })
                .orElse("");
    }

    public static String outlook(@Nullable Forecast forecast, Formats formats, Words words) {
        if (forecast == null) {
            return "";
        }
        var reached = forecast.reached();
        return switch (forecast.outlook()) {
            case NO_GOAL -> "";
            case REACHED -> words.outlookReached();
            case TOO_FEW_DAYS -> words.outlookTooFewDays();
            case NOT_GROWING -> words.outlookNotGrowing();
            case TOO_SLOW -> words.outlookTooSlow();
            case DATED -> {
                if (reached == null) {
                    yield "";
                }
                yield reached.latest() == null
                        ? words.outlookDatedOpen(formats.month(reached.on()), formats.month(reached.earliest()))
                        : words.outlookDated(
                                formats.month(reached.on()),
                                formats.month(reached.earliest()),
                                formats.month(reached.latest()));
            }
        };
    }
}
