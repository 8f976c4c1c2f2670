package id.desaterlindungi.enrollment.participant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.problem.Finding;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnrollmentCheckTest {
    @ParameterizedTest
    @CsvSource({
        "1961-03-10, 2026-03-09, ", // the last day at 64
        "1961-03-10, 2026-03-10, too-old", // the 65th birthday
        "1961-03-10, 2026-03-11, too-old",
        "1960-02-29, 2025-02-28, ", // no 29 February in 2025: 65 on 1 March
        "1960-02-29, 2025-03-01, too-old",
        "2011-03-10, 2026-03-09, too-young",
        "2011-03-10, 2026-03-10, ", // the 15th birthday
        "2011-03-10, 2026-03-11, ",
    })
    void judgesTheAgeOnTheDayOfEnrollment(String birthDate, String enrolledOn, String code) {
        var tenDaysLater = LocalDate.parse(enrolledOn).plusDays(10) + "T05:00:00Z";

        assertThat(codes(tenDaysLater, birthDate, enrolledOn)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-09T16:59:59Z, 2026-03-10, enrolled-on-future", // 23:59:59 in Jakarta, still the day before
        "2026-03-09T17:00:00Z, 2026-03-10, ", // midnight in Jakarta
        "2026-03-09T23:30:00Z, 2026-03-10, ", // already 06:30 of the next day
    })
    void goesByTheDayInJakarta(String now, String enrolledOn, String code) {
        assertThat(codes(now, "1984-07-05", enrolledOn)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-09T16:59:59Z, 0", "2026-03-09T17:00:00Z, 1", "2026-03-09T23:30:00Z, 1"})
    void takesTodayInJakartaWhereNoDayIsGiven(String now, int tooOld) {
        // 65 on 10 March 2026.
        assertThat(codes(now, "1961-03-10", null)).hasSize(tooOld);
    }

    /** 90 days before 10 March 2026 is 10 December 2025. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-10T05:00:00Z, 2025-12-10, false, , ", // 90 days
        "2026-03-10T05:00:00Z, 2025-12-09, false, , dated-back-too-far", // 91
        "2026-03-10T05:00:00Z, 2025-12-09, false, REPORTED_LATE, dated-back-too-far",
        "2026-03-10T05:00:00Z, 2025-12-09, true, , backdating-reason-missing",
        "2026-03-10T05:00:00Z, 2025-12-09, true, REPORTED_LATE, ",
        "2026-03-10T05:00:00Z, 2025-12-09, true, LAZY, code-unknown",
        "2026-03-10T05:00:00Z, 2025-12-10, true, , ",
        "2026-03-10T16:59:59Z, 2025-12-10, false, , ", // 23:59:59 in Jakarta
        "2026-03-10T17:00:00Z, 2025-12-10, false, , dated-back-too-far", // the next day there
        "2026-03-10T05:00:00Z, 2014-01-01, true, OTHER, ",
        "2026-03-10T05:00:00Z, 2013-12-31, true, OTHER, enrolled-on-early",
        "2026-03-10T05:00:00Z, 2013-12-31, false, , enrolled-on-early",
        "2014-02-01T05:00:00Z, 2013-12-31, false, , enrolled-on-early", // 32 days
        "2014-02-01T05:00:00Z, 2014-01-01, false, , ",
    })
    void letsNobodyDateANewEnrollmentBackAtWill(
            String now, String enrolledOn, boolean datesBack, String reason, String code) {
        var request = request("1984-07-05", enrolledOn, List.of("JKK", "JKM"), null, null, "NEW", reason);

        var verdict = check(now).of(request, datesBack);

        assertThat(codes(verdict)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({"1984-07-05, 2013-12-31, ", "1936-02-01, 2000-01-01, ", "1936-02-01, 2001-02-01, too-old"})
    void leavesWhoeverWasCoveredBeforeTheDayOfThen(String birthDate, String enrolledOn, String code) {
        var request = request(birthDate, enrolledOn, List.of("JKK", "JKM"), null, null, "CARRIED_OVER", null);

        var verdict = check("2026-03-10T05:00:00Z").of(request, false);

        assertThat(codes(verdict)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T05:00:00Z, 2027-03-10, ", // twelve months to the day
        "2026-03-10T05:00:00Z, 2027-03-11, covered-from-late",
        "2026-03-10T16:59:59Z, 2027-03-11, covered-from-late",
        "2026-03-10T17:00:00Z, 2027-03-11, ", // 11 March in Jakarta
        "2028-02-29T05:00:00Z, 2029-02-28, ", // no 29 February in 2029
        "2028-02-29T05:00:00Z, 2029-03-01, covered-from-late",
    })
    void letsCoverBeginTwelveMonthsAheadAtMost(String now, String coveredFrom, String code) {
        for (var origin : List.of("NEW", "CARRIED_OVER")) {
            var request =
                    request("1984-07-05", "2026-03-10", List.of("JKK", "JKM"), coveredFrom, null, origin, "OTHER");

            var verdict = check(now).of(request, true);

            assertThat(codes(verdict)).isEqualTo(code == null ? List.of() : List.of(code));
        }
    }

    @Test
    void refusesABirthdayTomorrow() {
        assertThat(codes("2026-03-09T05:00:00Z", "2026-03-10", "2026-03-09")).contains("birth-date-future");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-08, cover-under-3-months", // a day short of three months
        "2026-06-09, cover-under-6-months", // three months to the day
        "2026-09-08, cover-under-6-months",
        "2026-09-09, ",
        "2027-03-09, ",
    })
    void warnsOfShortCover(String until, String code) {
        var verdict = check("2026-03-10T05:00:00Z")
                .of(request("1984-07-05", "2026-03-10", List.of("JKK", "JKM"), until), false);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.enrollment().warnings())
                                .isEqualTo(code == null ? List.of() : List.of(code)));
    }

    @Test
    void refusesCoverThatEndsBeforeItBegins() {
        var verdict = check("2026-03-10T05:00:00Z")
                .of(request("1984-07-05", "2026-03-10", List.of("JKK", "JKM"), "2026-03-09"), false);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting(Finding::code)
                                .containsExactly("covered-until-early"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void tellsAnErrorOfExcelInEachFieldThatIsOneText(String field) {
        var request = new ObjectMapper().convertValue(Map.of(field, "#REF!"), EnrollmentRequest.class);

        var verdict = check("2026-03-10T05:00:00Z").of(request, false);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.errors())
                                .as("EnrollmentCheck.given has a case for /%s", field)
                                .filteredOn(error -> error.pointer().equals("/" + field))
                                .extracting(Finding::code)
                                .containsExactly("excel-error"));
    }

    private static Stream<String> texts() {
        return Arrays.stream(EnrollmentRequest.class.getRecordComponents())
                .filter(one -> one.getType() == String.class)
                .map(RecordComponent::getName);
    }

    @Test
    void keepsProgrammesOnceAndInOrder() {
        var verdict = check("2026-03-10T05:00:00Z")
                .of(request("1984-07-05", "2026-03-09", List.of("JHT", "JKM", "JKK", "JKM")), false);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.enrollment().programmes())
                                .containsExactly(Programme.JKK, Programme.JKM, Programme.JHT));
    }

    private static List<String> codes(String now, String birthDate, String enrolledOn) {
        return codes(check(now).of(request(birthDate, enrolledOn, List.of("JKK", "JKM")), false));
    }

    private static List<String> codes(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted -> List.of();
            case Verdict.Refused(var errors) ->
                errors.stream().map(Finding::code).toList();
        };
    }

    private static EnrollmentCheck check(String now) {
        return EnrollmentChecks.at(now);
    }

    private static EnrollmentRequest request(String birthDate, String enrolledOn, List<String> programmes) {
        return request(birthDate, enrolledOn, programmes, null);
    }

    private static EnrollmentRequest request(
            String birthDate, String enrolledOn, List<String> programmes, String coveredUntil) {
        return request(birthDate, enrolledOn, programmes, null, coveredUntil, "NEW", null);
    }

    private static EnrollmentRequest request(
            String birthDate,
            String enrolledOn,
            List<String> programmes,
            String coveredFrom,
            String coveredUntil,
            String origin,
            String backdatingReason) {
        return new EnrollmentRequest(
                "1601074507849001",
                "Uji Peserta",
                birthDate,
                "F",
                "16.01.07.2001",
                "BPU",
                "PETANI",
                "ADD",
                programmes,
                origin,
                enrolledOn,
                backdatingReason,
                null,
                null,
                null,
                null,
                null,
                coveredFrom,
                coveredUntil);
    }
}
