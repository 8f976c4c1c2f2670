package id.desaterlindungi.reporting.coverage.events;

import java.time.LocalDate;

/** How far the contract's fields reach. Its schemas and the constraints of both databases say the same; a test compares them. */
final class ContractLimits {
    static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    static final LocalDate LATEST = LocalDate.of(2100, 12, 31);
    static final int EARLIEST_BIRTH_YEAR = 1900;
    static final int LATEST_BIRTH_YEAR = 2100;
    static final int FIRST_BUDGET_YEAR = 2015;
    static final int LAST_BUDGET_YEAR = 2100;
    static final long MOST_RUPIAH = 1_000_000_000_000_000L;
    static final long MOST_WORKERS = 1_000_000;
    static final int MOST_SUCCESSORS = 20;
    static final int LONGEST_NAME = 150;
    /** Of one status in one village, or in all. */
    static final long MOST_PEOPLE = 1_000_000_000;

    private ContractLimits() {}

    /**
     * An older release of the register took any day of a year of four digits, and its log is kept for ever. What counts in such
     * an event is the people, not the day: the nearest day within the limits stands for it.
     */
    static LocalDate nearest(LocalDate day) {
        return day.isBefore(EARLIEST) ? EARLIEST : day.isAfter(LATEST) ? LATEST : day;
    }

    /** @throws IllegalArgumentException with the field's name where a number is outside */
    static void check(String field, long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(field);
        }
    }
}
