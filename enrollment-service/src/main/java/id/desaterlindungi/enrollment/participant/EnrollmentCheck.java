package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.problem.Finding;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of enrollment that can be told from a request alone. Whether the village exists and the NIK is new is for the
 * database to say.
 */
@ApplicationScoped
class EnrollmentCheck {
    /** Business dates are those of western Indonesia. */
    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final Pattern NAME = Pattern.compile("(?=.*\\p{L})[^\\p{Cntrl}]{1,150}");
    private static final Pattern VILLAGE = Pattern.compile("[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}");
    private static final Set<Programme> ALWAYS = Set.of(Programme.JKK, Programme.JKM);

    @ConfigMapping(prefix = "enrollment.eligibility")
    interface Ages {
        /** From this age on. The source gives none for the village ecosystem; 15 is the working age of labor law. */
        @WithDefault("15")
        int youngest();

        /** Until the day before this birthday. */
        @WithDefault("65")
        int tooOld();
    }

    sealed interface Verdict {
        record Accepted(Enrollment enrollment) implements Verdict {}

        record Refused(List<Finding> errors) implements Verdict {}
    }

    /** What could be read of a request; null where a field is missing or unreadable, which is told by itself. */
    private record Draft(
            @Nullable Nik nik,
            @Nullable String name,
            @Nullable LocalDate birthDate,
            @Nullable Sex sex,
            @Nullable String villageCode,
            @Nullable Segment segment,
            @Nullable Occupation occupation,
            @Nullable FundingSource fundingSource,
            @Nullable Set<Programme> programmes,
            @Nullable Origin origin,
            @Nullable LocalDate enrolledOn,
            @Nullable Phone phone) {}

    /** @param broken only looks at fields that are there */
    private record Rule(String pointer, String code, String source, Predicate<Draft> broken, Object... arguments) {
        Finding finding() {
            return Finding.at(pointer, code, arguments);
        }
    }

    private final Clock clock;
    private final List<Rule> refusals;
    private final List<Rule> warnings;
    private final Map<String, Rule> warningsByCode;

    EnrollmentCheck(Clock clock, Ages ages) {
        this.clock = clock;
        this.refusals = List.of(
                new Rule(
                        "/nik",
                        "nik-serial",
                        "NIK: serials begin at 0001",
                        d -> d.nik() != null && !d.nik().hasSerial()),
                new Rule(
                        "/nik",
                        "nik-date",
                        "NIK: DDMMYY, a woman's day + 40",
                        d -> d.nik() != null && !d.nik().hasBirthDate()),
                new Rule(
                        "/birthDate",
                        "birth-date-future",
                        "plain sense",
                        d -> d.birthDate() != null && d.birthDate().isAfter(today())),
                new Rule(
                        "/birthDate",
                        "birth-date-early",
                        "plain sense",
                        d -> d.birthDate() != null && d.birthDate().isBefore(EARLIEST_BIRTH)),
                new Rule(
                        "/enrolledOn",
                        "enrolled-on-future",
                        "an enrollment is reported, not announced",
                        d -> d.enrolledOn() != null && d.enrolledOn().isAfter(today())),
                new Rule(
                        "/birthDate",
                        "too-young",
                        "parameter, unsettled",
                        d -> ageOf(d).filter(age -> age >= 0 && age < ages.youngest())
                                .isPresent(),
                        ages.youngest()),
                new Rule(
                        "/birthDate",
                        "too-old",
                        "BPJS Ketenagakerjaan: under 65 on the day of enrollment",
                        d -> ageOf(d).filter(age -> age >= ages.tooOld()).isPresent(),
                        ages.tooOld()),
                new Rule(
                        "/programmes",
                        "programmes-base",
                        "BPJS Ketenagakerjaan: JKK and JKM always together",
                        d -> d.programmes() != null && !d.programmes().containsAll(ALWAYS)),
                new Rule(
                        "/programmes",
                        "programmes-segment",
                        "BPJS Ketenagakerjaan: programmes by segment",
                        d -> d.programmes() != null
                                && d.segment() != null
                                && !d.programmes().stream().allMatch(d.segment()::allows)));
        this.warnings = List.of(
                new Rule(
                        "/nik",
                        "nik-province",
                        "Kemendagri: province codes 11 to 96",
                        d -> d.nik() != null && !d.nik().hasKnownProvince()),
                new Rule(
                        "/nik",
                        "nik-birth-date",
                        "a NIK keeps a wrong birth date for life",
                        d -> d.nik() != null
                                && d.birthDate() != null
                                && !d.nik().agreesWith(d.birthDate())),
                new Rule(
                        "/nik",
                        "nik-sex",
                        "a NIK keeps a wrong sex for life",
                        d -> d.nik() != null && d.sex() != null && d.nik().sex() != d.sex()));
        this.warningsByCode = warnings.stream().collect(Collectors.toMap(Rule::code, rule -> rule));
    }

    Verdict of(EnrollmentRequest request) {
        var errors = new ArrayList<Finding>();
        var draft = read(request, errors);
        refusals.stream()
                .filter(rule -> rule.broken().test(draft))
                .map(Rule::finding)
                .forEach(errors::add);
        // With no errors nothing is missing; the comparisons tell that to the compiler.
        if (!errors.isEmpty()
                || draft.nik() == null
                || draft.name() == null
                || draft.birthDate() == null
                || draft.sex() == null
                || draft.villageCode() == null
                || draft.segment() == null
                || draft.occupation() == null
                || draft.fundingSource() == null
                || draft.programmes() == null
                || draft.origin() == null
                || draft.enrolledOn() == null) {
            return new Verdict.Refused(errors);
        }
        return new Verdict.Accepted(new Enrollment(
                draft.nik(),
                draft.name(),
                draft.birthDate(),
                draft.sex(),
                draft.villageCode(),
                draft.segment(),
                draft.occupation(),
                draft.fundingSource(),
                List.copyOf(draft.programmes()),
                draft.origin(),
                draft.enrolledOn(),
                draft.phone(),
                warnings.stream()
                        .filter(rule -> rule.broken().test(draft))
                        .map(Rule::code)
                        .toList()));
    }

    Finding warning(String code) {
        return Optional.ofNullable(warningsByCode.get(code))
                .orElseThrow(() -> new IllegalArgumentException("Not a warning: " + code))
                .finding();
    }

    private Draft read(EnrollmentRequest request, List<Finding> errors) {
        return new Draft(
                required("/nik", request.nik(), Nik::read, "nik-format", errors),
                required("/name", request.name(), text -> matching(NAME, text), "name-format", errors),
                required("/birthDate", request.birthDate(), EnrollmentCheck::date, "date-format", errors),
                code("/sex", request.sex(), Sex.class, errors),
                required(
                        "/villageCode",
                        request.villageCode(),
                        text -> matching(VILLAGE, text),
                        "village-format",
                        errors),
                code("/segment", request.segment(), Segment.class, errors),
                code("/occupation", request.occupation(), Occupation.class, errors),
                code("/fundingSource", request.fundingSource(), FundingSource.class, errors),
                programmes(request.programmes(), errors),
                request.origin() == null ? Origin.NEW : code("/origin", request.origin(), Origin.class, errors),
                request.enrolledOn() == null
                        ? today()
                        : required("/enrolledOn", request.enrolledOn(), EnrollmentCheck::date, "date-format", errors),
                request.phone() == null
                        ? null
                        : required("/phone", request.phone(), Phone::read, "phone-format", errors));
    }

    private static <T> @Nullable T required(
            String pointer,
            @Nullable String text,
            Function<String, Optional<T>> reader,
            String code,
            List<Finding> errors) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        var read = reader.apply(text);
        if (read.isEmpty()) {
            errors.add(Finding.at(pointer, code));
            return null;
        }
        return read.get();
    }

    private static <E extends Enum<E>> @Nullable E code(
            String pointer, @Nullable String text, Class<E> type, List<Finding> errors) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        errors.add(Finding.at(pointer, "code-unknown", codes(type)));
        return null;
    }

    private static @Nullable Set<Programme> programmes(@Nullable List<@Nullable String> texts, List<Finding> errors) {
        if (texts == null || texts.isEmpty()) {
            errors.add(Finding.at("/programmes", "field-missing"));
            return null;
        }
        var programmes = EnumSet.noneOf(Programme.class);
        var complete = true;
        for (var i = 0; i < texts.size(); i++) {
            var programme = code("/programmes/" + i, texts.get(i), Programme.class, errors);
            complete &= programme != null;
            if (programme != null) {
                programmes.add(programme);
            }
        }
        return complete ? programmes : null;
    }

    private static String codes(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static Optional<String> matching(Pattern pattern, String text) {
        return Optional.of(text.strip())
                .filter(stripped -> pattern.matcher(stripped).matches());
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whole years on the day of enrollment; somebody born on 29 February grows older on 1 March in other years. */
    private static Optional<Long> ageOf(Draft draft) {
        return draft.birthDate() == null || draft.enrolledOn() == null
                ? Optional.empty()
                : Optional.of(ChronoUnit.YEARS.between(draft.birthDate(), draft.enrolledOn()));
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(JAKARTA));
    }
}
