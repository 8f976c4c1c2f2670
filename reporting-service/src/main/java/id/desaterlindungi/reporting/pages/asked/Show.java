package id.desaterlindungi.reporting.pages.asked;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.Part;

/** Which villages of a list are shown: by what is told of them, so that being left out tells nothing more. */
public enum Show {
    @JsonProperty("all")
    ALL,
    /** Nobody is covered there through the register, and that is told. */
    @JsonProperty("nobody")
    NOBODY,
    @JsonProperty("no-money")
    NO_MONEY;

    public static final String PARAMETER = "show";

    public String code() {
        return switch (this) {
            case ALL -> "all";
            case NOBODY -> "nobody";
            case NO_MONEY -> "no-money";
        };
    }

    public String text(Words words) {
        return switch (this) {
            case ALL -> words.showAll();
            case NOBODY -> words.showNobody();
            case NO_MONEY -> words.showNoMoney();
        };
    }

    public boolean holds(Part part) {
        var covered = part.covered();
        var budgets = part.budgets();
        return switch (this) {
            case ALL -> true;
            case NOBODY -> !part.closed() && covered != null && covered == 0;
            case NO_MONEY -> !part.closed() && budgets != null && budgets.desaWithout() > 0;
        };
    }
}
