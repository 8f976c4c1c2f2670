package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.participant.codes.StatusReason;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.IndexKeys;
import id.desaterlindungi.enrollment.sealing.Indexes;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One person's row in the register: one person, one row, also after leaving and coming back. Its verbs guard its state and
 * return the event that they caused.
 */
@Entity
@Table(name = "participant")
@DynamicUpdate // What a change leaves alone may be sealed anew meanwhile.
class Participant {
    private static final String NIK = "nik";
    private static final String PHONE = "phone";
    static final String TYPE = "id.desaterlindungi.participant.";

    @Id
    private UUID id;

    /** 1 for the enrollment, one more for each change; also the ETag. */
    @Version
    private int version = 1;

    @Column(nullable = false)
    private byte[] nikIndex;

    private long nikIndexKey;

    /** By the key that comes next, while all indexes are made anew. */
    private byte @Nullable [] nikIndexNext;

    /** Of a NIK that was just taken: which of them are written is told by the transaction that writes. */
    @Transient
    private @Nullable Indexes nikIndexes;

    @Column(nullable = false)
    private byte[] nikSealed;

    private byte @Nullable [] phoneSealed;

    private @Nullable String kpj;

    @Column(nullable = false)
    private String name;

    /** Made by the database from the name: upper case, no accents. */
    @Column(insertable = false, updatable = false)
    private @Nullable String nameSearch;

    @Column(nullable = false)
    private LocalDate birthDate;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Sex sex;

    /** Changed by {@link Participants#move} alone. */
    @Column(nullable = false, updatable = false)
    private String villageCode;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Segment segment;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Occupation occupation;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private FundingSource fundingSource;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private List<Programme> programmes;

    @Enumerated(EnumType.STRING)
    private @Nullable IncomeBand monthlyIncome;

    private @Nullable String groupName;

    @Enumerated(EnumType.STRING)
    private @Nullable GroupKind groupKind;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Origin origin;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private ParticipantStatus status;

    @Enumerated(EnumType.STRING)
    private @Nullable EndReason endReason;

    @Column(nullable = false)
    private LocalDate enrolledOn;

    @Column(nullable = false)
    private LocalDate coveredFrom;

    private @Nullable LocalDate coveredUntil;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<String> warnings;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    /** Both are changed by the rights of people alone, past this entity. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant restrictedAt;

    @Column(insertable = false, updatable = false)
    private @Nullable Instant erasedAt;

    /** Kept by the event of the enrollment alone. */
    @Transient
    private @Nullable BackdatingReason backdatingReason;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected Participant() {}

    private Participant(Enrollment enrollment, Seal seal, LocalDate today, Instant now) {
        this.id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        take(enrollment, seal);
        this.status = coveredFrom.isAfter(today) ? ParticipantStatus.REGISTERED : ParticipantStatus.ACTIVE;
        this.warnings = enrollment.warnings();
        this.createdAt = now;
        this.backdatingReason = enrollment.backdatingReason();
    }

    private void take(Enrollment enrollment, Seal seal) {
        nikIndexes = seal.indexes(enrollment.nik().digits());
        nikSealed = seal.close(enrollment.nik().digits(), id, NIK);
        phoneSealed = enrollment.phone() == null
                ? null
                : seal.close(enrollment.phone().number(), id, PHONE);
        kpj = enrollment.kpj();
        name = enrollment.name();
        birthDate = enrollment.birthDate();
        sex = enrollment.sex();
        villageCode = enrollment.villageCode();
        segment = enrollment.segment();
        occupation = enrollment.occupation();
        fundingSource = enrollment.fundingSource();
        programmes = enrollment.programmes();
        monthlyIncome = enrollment.monthlyIncome();
        groupName = enrollment.groupName();
        groupKind = enrollment.groupKind();
        origin = enrollment.origin();
        enrolledOn = enrollment.enrolledOn();
        coveredFrom = enrollment.coveredFrom();
        coveredUntil = enrollment.coveredUntil();
    }

    static Participant enroll(Enrollment enrollment, Seal seal, LocalDate today, Instant now) {
        return new Participant(enrollment, seal, today, now);
    }

    /** The event of {@link #enroll}. */
    Event enrolled() {
        return new Event(
                TYPE + "enrolled.v1",
                id.toString(),
                new ParticipantEvent(
                        id,
                        version,
                        enrolledOn,
                        backdatingReason == null ? null : backdatingReason.name(),
                        List.of(),
                        null,
                        facets()));
    }

    /**
     * Takes over what is different. Neither village nor status is a correction's to change. Another NIK also has to be {@link #index}ed.
     *
     * @param told warnings that the record gave before: one of them that is no longer open was settled, and stays so
     * @return empty where nothing is different
     */
    Optional<Event> correct(
            Enrollment corrected, List<String> told, @Nullable String reason, Seal seal, LocalDate today) {
        var changed = new ArrayList<String>();
        note(changed, NIK, nik(seal), corrected.nik());
        note(changed, PHONE, phone(seal), corrected.phone());
        note(changed, "kpj", kpj, corrected.kpj());
        note(changed, "name", name, corrected.name());
        note(changed, "birthDate", birthDate, corrected.birthDate());
        note(changed, "monthlyIncome", monthlyIncome, corrected.monthlyIncome());
        note(changed, "groupName", groupName, corrected.groupName());
        note(changed, "groupKind", groupKind, corrected.groupKind());
        note(changed, "enrolledOn", enrolledOn, corrected.enrolledOn());
        note(changed, "coveredFrom", coveredFrom, corrected.coveredFrom());
        note(changed, "coveredUntil", coveredUntil, corrected.coveredUntil());
        var before = facets();
        var countable = !sex.equals(corrected.sex())
                || segment != corrected.segment()
                || occupation != corrected.occupation()
                || fundingSource != corrected.fundingSource()
                || !programmes().equals(corrected.programmes())
                || origin != corrected.origin();
        if (changed.isEmpty() && !countable) {
            return Optional.empty();
        }
        var open = warnings();
        take(corrected, seal);
        warnings = corrected.warnings().stream()
                .filter(code -> open.contains(code) || !told.contains(code))
                .toList();
        return Optional.of(event("corrected", today, reason, changed, before));
    }

    /** The indexes of a NIK that was taken, by the keys that index in the transaction. */
    void index(IndexKeys keys) {
        var indexes = nikIndexes();
        nikIndex = indexes.by(keys.used());
        nikIndexKey = keys.used();
        nikIndexNext = keys.next() == null ? null : indexes.by(keys.next());
    }

    /** Not written with the row's other changes: {@link Participants#move} does it. */
    Event transfer(String toVillage, TransferReason reason, LocalDate on) {
        var before = facets();
        villageCode = toVillage;
        return event("transferred", on, reason.name(), List.of(), before);
    }

    /** The version that the row has now, where the provider did not count it up. */
    void moved(int nowVersion) {
        version = nowVersion;
    }

    /**
     * A duplicate gives its place in the baseline back: its person, who left the baseline once, is in the register once more.
     *
     * @param ended why, for {@link ParticipantStatus#ENDED} and only for it
     */
    Event moveTo(ParticipantStatus next, @Nullable EndReason ended, LocalDate on) {
        if (!status.next(endReason).contains(next) || (next == ParticipantStatus.ENDED) != (ended != null)) {
            throw new IllegalStateException("No way from " + status + " to " + next);
        }
        var before = facets();
        var back = status == ParticipantStatus.LAPSED || status == ParticipantStatus.ENDED;
        status = next;
        endReason = ended;
        if (ended == EndReason.DUPLICATE) {
            origin = Origin.NEW;
        }
        var reason = ended != null ? ended.name() : back && next == ParticipantStatus.ACTIVE ? "REINSTATED" : null;
        return event("status-changed", on, reason, List.of(), before);
    }

    /** Where a membership may stand that ended as DIED, which was an error. None where it did not end so. */
    Set<ParticipantStatus> afterAnError(LocalDate today) {
        return endReason == EndReason.DIED
                ? ParticipantStatus.afterAnError(!coveredFrom.isAfter(today))
                : EnumSet.noneOf(ParticipantStatus.class);
    }

    /** The person is alive. @param today decides whether cover has begun */
    Event takeDeathBack(ParticipantStatus next, LocalDate on, LocalDate today) {
        if (!afterAnError(today).contains(next)) {
            throw new IllegalStateException("No way back from " + endReason + " to " + next);
        }
        var before = facets();
        status = next;
        endReason = null;
        return event("status-changed", on, StatusReason.RECORDED_IN_ERROR.name(), List.of(), before);
    }

    /** @return empty where there is no such warning */
    Optional<Event> settle(String warning, LocalDate today) {
        var left = warnings.stream().filter(code -> !code.equals(warning)).toList();
        if (left.size() == warnings.size()) {
            return Optional.empty();
        }
        warnings = left;
        return Optional.of(event("corrected", today, "WARNING_SETTLED", List.of("warnings/" + warning), facets()));
    }

    /** The version that this change will have: the provider counts it up when it writes the row. */
    private Event event(
            String type, LocalDate on, @Nullable String reason, List<String> changed, ParticipantEvent.Facets before) {
        return new Event(
                TYPE + type + ".v1",
                id.toString(),
                new ParticipantEvent(id, version + 1, on, reason, changed, before, facets()));
    }

    private ParticipantEvent.Facets facets() {
        return new ParticipantEvent.Facets(
                villageCode,
                status,
                segment,
                occupation,
                fundingSource,
                programmes(),
                sex,
                birthDate.getYear(),
                origin);
    }

    private static void note(List<String> changed, String field, @Nullable Object old, @Nullable Object now) {
        if (!Objects.equals(old, now)) {
            changed.add(field);
        }
    }

    Nik nik(Seal seal) {
        return new Nik(seal.open(nikSealed, id, NIK));
    }

    @Nullable
    Phone phone(Seal seal) {
        return phoneSealed == null ? null : new Phone(seal.open(phoneSealed, id, PHONE));
    }

    UUID id() {
        return id;
    }

    /** Of who was just enrolled, or whose NIK was corrected. */
    Indexes nikIndexes() {
        return Objects.requireNonNull(nikIndexes);
    }

    byte[] nikSealed() {
        return nikSealed.clone();
    }

    byte @Nullable [] phoneSealed() {
        return phoneSealed == null ? null : phoneSealed.clone();
    }

    int version() {
        return version;
    }

    @Nullable
    String kpj() {
        return kpj;
    }

    String name() {
        return name;
    }

    /** Empty until the row has been read back from the database. */
    String nameSearch() {
        return nameSearch == null ? "" : nameSearch;
    }

    LocalDate birthDate() {
        return birthDate;
    }

    Sex sex() {
        return sex;
    }

    String villageCode() {
        return villageCode;
    }

    Segment segment() {
        return segment;
    }

    Occupation occupation() {
        return occupation;
    }

    FundingSource fundingSource() {
        return fundingSource;
    }

    List<Programme> programmes() {
        return List.copyOf(programmes);
    }

    @Nullable
    IncomeBand monthlyIncome() {
        return monthlyIncome;
    }

    @Nullable
    String groupName() {
        return groupName;
    }

    @Nullable
    GroupKind groupKind() {
        return groupKind;
    }

    Origin origin() {
        return origin;
    }

    ParticipantStatus status() {
        return status;
    }

    @Nullable
    EndReason endReason() {
        return endReason;
    }

    /** The day on which the person came into the register, in Asia/Jakarta. */
    LocalDate recordedOn() {
        return LocalDate.ofInstant(createdAt, BusinessClock.JAKARTA);
    }

    LocalDate enrolledOn() {
        return enrolledOn;
    }

    LocalDate coveredFrom() {
        return coveredFrom;
    }

    @Nullable
    LocalDate coveredUntil() {
        return coveredUntil;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Since when it is not to be worked with. */
    @Nullable
    Instant restrictedAt() {
        return restrictedAt;
    }

    /** Since when nothing in it tells who it is. */
    @Nullable
    Instant erasedAt() {
        return erasedAt;
    }

    /** @throws ProblemException 409 for who is erased */
    void requireHeld() {
        if (erasedAt != null) {
            throw ProblemException.conflict("participant-erased");
        }
    }

    /** @throws ProblemException 409 for who is erased, or restricted */
    void requireWorkable() {
        requireHeld();
        if (restrictedAt != null) {
            throw ProblemException.conflict("participant-restricted");
        }
    }
}
