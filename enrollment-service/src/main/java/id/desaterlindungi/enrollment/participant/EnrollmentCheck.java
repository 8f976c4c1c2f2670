package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of enrollment that can be told from a request alone, and from what its sender may do. Whether the village exists and
 * the NIK is new is for the database to say.
 */
@ApplicationScoped
public class EnrollmentCheck {
    static final Pattern KPJ = Pattern.compile("[0-9A-Z]{11}");
    /** What stands in a cell whose formula is broken, or whose column is too narrow; also LibreOffice's. */
    private static final Pattern EXCEL_ERROR = Pattern.compile(
            "#(?:REF!|N/A|N/D|VALUE!|NAME\\?|NUM!|DIV/0!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)|#{3,}|Err:[0-9]{3}",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_EXCEL_ERROR = 20;
    private static final String DAMAGED = "excel-error";

    private static final Pattern SMALL = Pattern.compile("[a-z]+");

    @ConfigMapping(prefix = "enrollment.eligibility")
    interface EligibilitySettings {
        /** From this age on. The source gives none for the village ecosystem; 15 is the working age of labor law. */
        @WithDefault("15")
        @WithConverter(NotNegative.OfInteger.class)
        int youngest();

        /** Until the day before this birthday. */
        @WithDefault("65")
        @WithConverter(AboveZero.OfInteger.class)
        int tooOld();

        /**
         * How many days before the day on which it is recorded anybody may date a NEW enrollment; the branch further. An earlier day
         * can make somebody young enough. No source gives a number.
         */
        @WithDefault("90")
        @WithConverter(NotNegative.OfInteger.class)
        int datedBackDays();

        /** The first day of a NEW enrollment, whoever dates it: BPJS Ketenagakerjaan began on 1 January 2014. */
        @WithDefault("2014-01-01")
        LocalDate earliest();

        /** How far ahead cover may begin. No source gives a number. */
        @WithDefault("12")
        @WithConverter(NotNegative.OfInteger.class)
        int coverAheadMonths();
    }

    public sealed interface Verdict {
        record Accepted(Enrollment enrollment) implements Verdict {}

        record Refused(List<Finding> errors) implements Verdict {}
    }

    /**
     * What a request is judged by besides its own fields.
     *
     * @param recordedOn when the person came into the register, in Asia/Jakarta: how far a day is dated back is counted from then
     * @param kept somebody whose record is corrected. Days that stay as they are there are not judged again: as time goes by they
     *     lie ever further back
     */
    private record Terms(
            LocalDate today,
            LocalDate recordedOn,
            boolean datesBack,
            @Nullable Participant kept) {
        boolean keeps(Origin origin, LocalDate enrolledOn) {
            return kept != null && kept.origin() == origin && kept.enrolledOn().equals(enrolledOn);
        }

        boolean keeps(LocalDate coveredFrom) {
            return kept != null && kept.coveredFrom().equals(coveredFrom);
        }
    }

    /** What could be read of a request; null where a field is missing or unreadable, which is told by itself. */
    private record Draft(
            Terms terms,
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
            boolean withBackdatingReason,
            @Nullable BackdatingReason backdatingReason,
            @Nullable Phone phone,
            @Nullable String kpj,
            @Nullable IncomeBand monthlyIncome,
            @Nullable String groupName,
            @Nullable GroupKind groupKind,
            @Nullable LocalDate coveredFrom,
            @Nullable LocalDate coveredUntil) {}

    /** @param broken only looks at fields that are there */
    private record Rule(String pointer, String code, Predicate<Draft> broken, Object... arguments) {
        Finding finding() {
            return Finding.at(pointer, code, arguments);
        }
    }

    private final Clock clock;
    private final EligibilitySettings settings;
    private final List<Rule> refusals;
    private final List<Rule> warnings;
    private final Map<String, Rule> warningsByCode;

    EnrollmentCheck(Clock clock, EligibilitySettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.refusals = List.of(
                // NIK: serials begin at 0001.
                new Rule("/nik", "nik-serial", d -> d.nik() != null && !d.nik().hasSerial()),
                // NIK: DDMMYY, a woman's day + 40.
                new Rule("/nik", "nik-date", d -> d.nik() != null && !d.nik().hasBirthDate()),
                new Rule(
                        "/birthDate",
                        "birth-date-future",
                        d -> d.birthDate() != null
                                && d.birthDate().isAfter(d.terms().today())),
                // An enrollment is reported, not announced.
                new Rule(
                        "/enrolledOn",
                        "enrolled-on-future",
                        d -> d.enrolledOn() != null
                                && d.enrolledOn().isAfter(d.terms().today())),
                // The agency began on that day.
                new Rule(
                        "/enrolledOn",
                        "enrolled-on-early",
                        d -> isNewlyDated(d) && isTooEarly(d),
                        settings.earliest().toString()),
                // An earlier day must not make somebody young enough: parameter, unsettled.
                new Rule(
                        "/enrolledOn",
                        "dated-back-too-far",
                        d -> isDatedFarBack(d) && !d.terms().datesBack(),
                        settings.datedBackDays()),
                // A correction has its own reason.
                new Rule(
                        "/backdatingReason",
                        "backdating-reason-missing",
                        d -> isDatedFarBack(d)
                                && d.terms().datesBack()
                                && d.terms().kept() == null
                                && !d.withBackdatingReason(),
                        settings.datedBackDays()),
                // Parameter, unsettled.
                new Rule(
                        "/birthDate",
                        "too-young",
                        d -> ageOf(d).filter(age -> age < settings.youngest()).isPresent(),
                        settings.youngest()),
                // BPJS Ketenagakerjaan: under 65 on the day of enrollment.
                new Rule(
                        "/birthDate",
                        "too-old",
                        d -> ageOf(d).filter(age -> age >= settings.tooOld()).isPresent(),
                        settings.tooOld()),
                // BPJS Ketenagakerjaan: JKK and JKM always together.
                new Rule(
                        "/programmes",
                        "programmes-base",
                        d -> d.programmes() != null && !d.programmes().containsAll(Programme.ALWAYS)),
                // BPJS Ketenagakerjaan: programmes by segment.
                new Rule(
                        "/programmes",
                        "programmes-segment",
                        d -> d.programmes() != null
                                && d.segment() != null
                                && !d.programmes().stream().allMatch(d.segment()::allows)),
                new Rule(
                        "/coveredFrom",
                        "covered-from-early",
                        d -> d.coveredFrom() != null
                                && d.enrolledOn() != null
                                && d.coveredFrom().isBefore(d.enrolledOn())),
                // Parameter, unsettled.
                new Rule(
                        "/coveredFrom",
                        "covered-from-late",
                        d -> d.coveredFrom() != null
                                && !d.terms().keeps(d.coveredFrom())
                                && d.coveredFrom().isAfter(d.terms().today().plusMonths(settings.coverAheadMonths())),
                        settings.coverAheadMonths()),
                new Rule(
                        "/coveredUntil",
                        "covered-until-early",
                        d -> d.coveredUntil() != null
                                && d.coveredFrom() != null
                                && d.coveredUntil().isBefore(d.coveredFrom())));
        this.warnings = List.of(
                // Kemendagri: province codes 11 to 96.
                new Rule(
                        "/nik", "nik-province", d -> d.nik() != null && !d.nik().hasKnownProvince()),
                // A NIK keeps a wrong birth date for life.
                new Rule(
                        "/nik",
                        "nik-birth-date",
                        d -> d.nik() != null
                                && d.birthDate() != null
                                && !d.nik().agreesWith(d.birthDate())),
                // A NIK keeps a wrong sex for life.
                new Rule(
                        "/nik",
                        "nik-sex",
                        d -> d.nik() != null && d.sex() != null && d.nik().sex() != d.sex()),
                // A death of BPU pays less when fewer than 3 months are paid for.
                new Rule(
                        "/coveredUntil",
                        "cover-under-3-months",
                        d -> monthsOf(d).filter(months -> months < 3).isPresent(),
                        3),
                // The branch counts members with fewer than 6 months only in part.
                new Rule(
                        "/coveredUntil",
                        "cover-under-6-months",
                        d -> monthsOf(d)
                                .filter(months -> months >= 3 && months < 6)
                                .isPresent(),
                        6));
        this.warningsByCode = warnings.stream().collect(Collectors.toMap(Rule::code, rule -> rule));
    }

    /** Of somebody new. @param datesBack whether the sender may date an enrollment back as far as a reason has it */
    public Verdict of(EnrollmentRequest request, boolean datesBack) {
        var today = today();
        return judged(request, new Terms(today, today, datesBack, null));
    }

    /** Of a record that would become so by a correction. */
    Verdict ofCorrected(EnrollmentRequest corrected, Participant kept, boolean datesBack) {
        return judged(corrected, new Terms(today(), kept.recordedOn(), datesBack, kept));
    }

    /** Whether a correction dates an enrollment back further than anybody may. */
    boolean datesFarBack(Enrollment corrected, Participant kept) {
        var terms = new Terms(today(), kept.recordedOn(), true, kept);
        return corrected.origin() == Origin.NEW
                && !terms.keeps(corrected.origin(), corrected.enrolledOn())
                && isFarBack(corrected.enrolledOn(), terms);
    }

    private boolean isFarBack(LocalDate enrolledOn, Terms terms) {
        return enrolledOn.isBefore(terms.recordedOn().minusDays(settings.datedBackDays()));
    }

    /** Whoever was covered before keeps the day of then. */
    private static boolean isNewlyDated(Draft draft) {
        return draft.origin() == Origin.NEW
                && draft.enrolledOn() != null
                && !draft.terms().keeps(draft.origin(), draft.enrolledOn());
    }

    private boolean isTooEarly(Draft draft) {
        return draft.enrolledOn() != null && draft.enrolledOn().isBefore(settings.earliest());
    }

    private boolean isDatedFarBack(Draft draft) {
        return isNewlyDated(draft)
                && draft.enrolledOn() != null
                && !isTooEarly(draft)
                && isFarBack(draft.enrolledOn(), draft.terms());
    }

    private Verdict judged(EnrollmentRequest request, Terms terms) {
        var fields = new Fields();
        var draft = read(request, terms, fields);
        var errors = new ArrayList<>(fields.errors());
        errors.replaceAll(
                error -> isExcelError(given(request, error.pointer())) ? Finding.at(error.pointer(), DAMAGED) : error);
        for (var rule : refusals) {
            if (rule.broken().test(draft)) {
                errors.add(rule.finding());
            }
        }
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
                || draft.enrolledOn() == null
                || draft.coveredFrom() == null) {
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
                draft.backdatingReason(),
                draft.phone(),
                draft.kpj(),
                draft.monthlyIncome(),
                draft.groupName(),
                draft.groupKind(),
                draft.coveredFrom(),
                draft.coveredUntil(),
                warnings.stream()
                        .filter(rule -> rule.broken().test(draft))
                        .map(Rule::code)
                        .toList()));
    }

    /** Whether a text is what a spreadsheet shows where it has no value, {@code #REF!}: nobody's name, and no other value either. */
    public static boolean isExcelError(String text) {
        return text.length() <= LONGEST_EXCEL_ERROR
                && (text.startsWith("#") || text.startsWith("E") || text.startsWith("e"))
                && EXCEL_ERROR.matcher(text).matches();
    }

    /** The text of a field that has one; empty for others. */
    private static String given(EnrollmentRequest request, String pointer) {
        var text = switch (pointer) {
            case "/nik" -> request.nik();
            case "/name" -> request.name();
            case "/birthDate" -> request.birthDate();
            case "/sex" -> request.sex();
            case "/villageCode" -> request.villageCode();
            case "/segment" -> request.segment();
            case "/occupation" -> request.occupation();
            case "/fundingSource" -> request.fundingSource();
            case "/origin" -> request.origin();
            case "/enrolledOn" -> request.enrolledOn();
            case "/backdatingReason" -> request.backdatingReason();
            case "/phone" -> request.phone();
            case "/kpj" -> request.kpj();
            case "/monthlyIncome" -> request.monthlyIncome();
            case "/groupName" -> request.groupName();
            case "/groupKind" -> request.groupKind();
            case "/coveredFrom" -> request.coveredFrom();
            case "/coveredUntil" -> request.coveredUntil();
            default -> "";
        };
        return text == null ? "" : text.strip();
    }

    /** A name has letters, and so has an error of a spreadsheet. */
    private static @Nullable String name(String pointer, @Nullable String text, Fields fields) {
        if (text != null && isExcelError(text.strip())) {
            fields.add(Finding.at(pointer, DAMAGED));
            return null;
        }
        return fields.name(pointer, text);
    }

    /** A KPJ as it is written, in capitals. Letters of ASCII alone: others become ASCII letters as capitals, and were none. */
    public static String capital(String kpj) {
        return SMALL.matcher(kpj).replaceAll(small -> small.group().toUpperCase(Locale.ROOT));
    }

    public Finding warning(String code) {
        return Optional.ofNullable(warningsByCode.get(code))
                .orElseThrow(() -> new IllegalArgumentException("Not a warning: " + code))
                .finding();
    }

    private static Draft read(EnrollmentRequest request, Terms terms, Fields fields) {
        var enrolledOn =
                request.enrolledOn() == null ? terms.today() : fields.requiredDay("/enrolledOn", request.enrolledOn());
        if ((request.groupName() == null) != (request.groupKind() == null)) {
            fields.missing(request.groupName() == null ? "/groupName" : "/groupKind");
        }
        return new Draft(
                terms,
                fields.required("/nik", request.nik(), Nik::read, "nik-format"),
                name("/name", request.name(), fields),
                fields.requiredDay("/birthDate", request.birthDate()),
                fields.code("/sex", request.sex(), Sex.class),
                fields.required(
                        "/villageCode",
                        request.villageCode(),
                        text -> Fields.matching(Fields.VILLAGE, text),
                        "village-format"),
                fields.code("/segment", request.segment(), Segment.class),
                fields.code("/occupation", request.occupation(), Occupation.class),
                fields.code("/fundingSource", request.fundingSource(), FundingSource.class),
                fields.codes("/programmes", request.programmes(), Programme.class),
                request.origin() == null ? Origin.NEW : fields.code("/origin", request.origin(), Origin.class),
                enrolledOn,
                request.backdatingReason() != null,
                request.backdatingReason() == null
                        ? null
                        : fields.code("/backdatingReason", request.backdatingReason(), BackdatingReason.class),
                fields.optional("/phone", request.phone(), Phone::read, "phone-format"),
                fields.optional("/kpj", request.kpj(), text -> Fields.matching(KPJ, text), "kpj-format"),
                request.monthlyIncome() == null
                        ? null
                        : fields.code("/monthlyIncome", request.monthlyIncome(), IncomeBand.class),
                request.groupName() == null ? null : name("/groupName", request.groupName(), fields),
                request.groupKind() == null ? null : fields.code("/groupKind", request.groupKind(), GroupKind.class),
                request.coveredFrom() == null ? enrolledOn : fields.requiredDay("/coveredFrom", request.coveredFrom()),
                request.coveredUntil() == null ? null : fields.requiredDay("/coveredUntil", request.coveredUntil()));
    }

    /** Whole years on the day of enrollment; somebody born on 29 February grows older on 1 March in other years. */
    private static Optional<Long> ageOf(Draft draft) {
        return draft.birthDate() == null || draft.enrolledOn() == null
                ? Optional.empty()
                : Optional.of(ChronoUnit.YEARS.between(draft.birthDate(), draft.enrolledOn()));
    }

    /** Whole months paid for, where that is known; the shorter benefit is a rule of BPU alone. */
    private static Optional<Long> monthsOf(Draft draft) {
        return draft.segment() != Segment.BPU || draft.coveredFrom() == null || draft.coveredUntil() == null
                ? Optional.empty()
                : Optional.of(ChronoUnit.MONTHS.between(
                        draft.coveredFrom(), draft.coveredUntil().plusDays(1)));
    }

    public LocalDate today() {
        return BusinessClock.today(clock);
    }
}
