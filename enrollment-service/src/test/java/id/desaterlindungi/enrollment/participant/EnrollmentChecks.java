package id.desaterlindungi.enrollment.participant;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The rules of enrollment, without a service around them. */
public final class EnrollmentChecks {
    private static final EnrollmentCheck.EligibilitySettings SETTINGS = new EnrollmentCheck.EligibilitySettings() {
        @Override
        public int youngest() {
            return 15;
        }

        @Override
        public int tooOld() {
            return 65;
        }

        @Override
        public int datedBackDays() {
            return 90;
        }

        @Override
        public LocalDate earliest() {
            return LocalDate.of(2014, 1, 1);
        }

        @Override
        public int coverAheadMonths() {
            return 12;
        }
    };

    private EnrollmentChecks() {}

    /** @param now {@code 2026-03-10T05:00:00Z} */
    public static EnrollmentCheck at(String now) {
        return new EnrollmentCheck(Clock.fixed(Instant.parse(now), ZoneOffset.UTC), SETTINGS);
    }
}
