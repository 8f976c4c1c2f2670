package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.area.AreaKind;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What the register keeps of a desa or kelurahan; its name stands with the areas and does not change. Its verbs guard its
 * state and return the event that they caused.
 */
@Entity
@Table(name = "village")
@DynamicUpdate // What a change leaves alone may be sealed anew meanwhile.
class Village {
    private static final String HEAD_PHONE = "head-phone";
    private static final String OFFICE_PHONE = "office-phone";
    private static final String TYPE = "id.desaterlindungi.village.";

    @Id
    private String code;

    /** What sealed values are bound to. */
    @Column(nullable = false, updatable = false)
    private UUID id;

    /** 1 at first, one more for each change; also the ETag. */
    @Version
    private int version = 1;

    @Column(updatable = false)
    private @Nullable String parentVillage;

    @Column(updatable = false)
    private @Nullable LocalDate validFrom;

    private @Nullable LocalDate validUntil;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "village_successor", joinColumns = @JoinColumn(name = "village_code"))
    @Column(name = "successor_code", nullable = false)
    @OrderColumn(name = "place", nullable = false)
    private List<String> successors = new ArrayList<>();

    private @Nullable String headName;
    private byte @Nullable [] headPhoneSealed;
    private @Nullable String officeContact;
    private byte @Nullable [] officePhoneSealed;
    private @Nullable Integer workersEstimate;
    private @Nullable String workersSource;
    private @Nullable LocalDate workersAsOf;
    private boolean sadar;
    private @Nullable String notes;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected Village() {}

    private Village(String code, String parentVillage, LocalDate validFrom) {
        this.code = code;
        this.id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        this.parentVillage = parentVillage;
        this.validFrom = validFrom;
    }

    /** A new village, split off from another. */
    static Village split(String code, String parentVillage, LocalDate validFrom) {
        return new Village(code, parentVillage, validFrom);
    }

    /** The event of {@link #split}. */
    Event registered(String name, LocalDate on) {
        return new Event(
                TYPE + "registered.v1", code, new VillageEvent(code, version, name, on, List.of(), null, facets()));
    }

    /** @return empty where nothing is different */
    Optional<Event> correct(VillageDetails corrected, Seal seal, LocalDate today) {
        var current = details(seal);
        var changed = new ArrayList<String>();
        note(changed, "headName", current.headName(), corrected.headName());
        note(changed, "headPhone", current.headPhone(), corrected.headPhone());
        note(changed, "officeContact", current.officeContact(), corrected.officeContact());
        note(changed, "officePhone", current.officePhone(), corrected.officePhone());
        note(changed, "workersSource", current.workersSource(), corrected.workersSource());
        note(changed, "workersAsOf", current.workersAsOf(), corrected.workersAsOf());
        note(changed, "notes", current.notes(), corrected.notes());
        if (corrected.equals(current)) {
            return Optional.empty();
        }
        var before = facets();
        headName = corrected.headName();
        headPhoneSealed = sealed(corrected.headPhone(), HEAD_PHONE, seal);
        officeContact = corrected.officeContact();
        officePhoneSealed = sealed(corrected.officePhone(), OFFICE_PHONE, seal);
        workersEstimate = corrected.workersEstimate();
        workersSource = corrected.workersSource();
        workersAsOf = corrected.workersAsOf();
        sadar = corrected.sadar();
        notes = corrected.notes();
        return Optional.of(event("updated", today, changed, before));
    }

    /** From the day {@code on} it is no more; whoever belonged to it has been moved before. */
    Event close(LocalDate on, Collection<String> into) {
        if (isClosed()) {
            throw new IllegalStateException(code + " is closed already");
        }
        var before = facets();
        validUntil = on;
        successors.addAll(into);
        return event("closed", on, List.of(), before);
    }

    /** The version that this change will have: the provider counts it up when it writes the row. */
    private Event event(String type, LocalDate on, List<String> changed, VillageEvent.Facets before) {
        return new Event(
                TYPE + type + ".v1", code, new VillageEvent(code, version + 1, null, on, changed, before, facets()));
    }

    private VillageEvent.Facets facets() {
        return new VillageEvent.Facets(
                kind(), workersEstimate, headName != null, sadar, parentVillage, validFrom, validUntil, successors());
    }

    VillageDetails details(Seal seal) {
        return new VillageDetails(
                headName,
                opened(headPhoneSealed, HEAD_PHONE, seal),
                officeContact,
                opened(officePhoneSealed, OFFICE_PHONE, seal),
                workersEstimate,
                workersSource,
                workersAsOf,
                sadar,
                notes);
    }

    private byte @Nullable [] sealed(@Nullable String value, String field, Seal seal) {
        return value == null ? null : seal.close(value, id, field);
    }

    private @Nullable String opened(byte @Nullable [] sealed, String field, Seal seal) {
        return sealed == null ? null : seal.open(sealed, id, field);
    }

    private static void note(List<String> changed, String field, @Nullable Object old, @Nullable Object now) {
        if (!Objects.equals(old, now)) {
            changed.add(field);
        }
    }

    /** The first digit of a village's own part of the code tells. */
    static AreaKind kindOf(String code) {
        return code.charAt(9) == '1' ? AreaKind.KELURAHAN : AreaKind.DESA;
    }

    String code() {
        return code;
    }

    AreaKind kind() {
        return kindOf(code);
    }

    int version() {
        return version;
    }

    @Nullable
    String parentVillage() {
        return parentVillage;
    }

    @Nullable
    LocalDate validFrom() {
        return validFrom;
    }

    @Nullable
    LocalDate validUntil() {
        return validUntil;
    }

    boolean isClosed() {
        return validUntil != null;
    }

    List<String> successors() {
        return successors.stream().sorted().toList();
    }
}
