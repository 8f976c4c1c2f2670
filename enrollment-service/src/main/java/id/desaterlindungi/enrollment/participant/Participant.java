package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.sealing.NikIndex;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One person's row in the register: one person, one row. Its verbs guard its state; each leaves an event. */
@Entity
@Table(name = "participant")
class Participant {
    private static final String NIK = "nik";
    private static final String PHONE = "phone";

    @Id
    private UUID id;

    /** 1 for the enrollment, one more for each change; also the ETag. */
    @Version
    private int version = 1;

    @Column(nullable = false)
    private byte[] nikIndex;

    private long nikIndexKey;

    @Column(nullable = false)
    private byte[] nikSealed;

    private byte @Nullable [] phoneSealed;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private LocalDate birthDate;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Sex sex;

    @Column(nullable = false)
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
    @Column(nullable = false)
    private Origin origin;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private ParticipantStatus status;

    @Column(nullable = false)
    private LocalDate enrolledOn;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<String> warnings;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected Participant() {}

    private Participant(Enrollment enrollment, NikIndex index, Seal seal, Instant now) {
        this.id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        this.nikIndex = index.of(enrollment.nik().digits());
        this.nikIndexKey = index.keyId();
        this.nikSealed = seal.close(enrollment.nik().digits(), id, NIK);
        this.phoneSealed = enrollment.phone() == null
                ? null
                : seal.close(enrollment.phone().number(), id, PHONE);
        this.name = enrollment.name();
        this.birthDate = enrollment.birthDate();
        this.sex = enrollment.sex();
        this.villageCode = enrollment.villageCode();
        this.segment = enrollment.segment();
        this.occupation = enrollment.occupation();
        this.fundingSource = enrollment.fundingSource();
        this.programmes = enrollment.programmes();
        this.origin = enrollment.origin();
        this.status = ParticipantStatus.ACTIVE;
        this.enrolledOn = enrollment.enrolledOn();
        this.warnings = enrollment.warnings();
        this.createdAt = now;
    }

    static Participant enroll(Enrollment enrollment, NikIndex index, Seal seal, Instant now) {
        return new Participant(enrollment, index, seal, now);
    }

    /** The event of {@link #enroll}. */
    Event enrolled() {
        return new Event(
                "id.desaterlindungi.participant.enrolled.v1",
                id.toString(),
                new ParticipantEvent(id, version, enrolledOn, null, ParticipantEvent.Facets.of(this)));
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

    int version() {
        return version;
    }

    String name() {
        return name;
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

    Origin origin() {
        return origin;
    }

    ParticipantStatus status() {
        return status;
    }

    LocalDate enrolledOn() {
        return enrolledOn;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
