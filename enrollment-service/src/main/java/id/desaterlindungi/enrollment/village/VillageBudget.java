package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.events.Event;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/** What a village has and sets aside for social security in one year. Whole rupiah. */
@Entity
@Table(name = "village_budget")
class VillageBudget {
    private static final String TYPE = "id.desaterlindungi.village.budgeted.v1";

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String villageCode;

    @Column(updatable = false)
    private int budgetYear;

    /** 1 at first, one more for each change; also the ETag. */
    @Version
    private int version = 1;

    private long addTotal;
    private long addSocialSecurity;
    private long danaDesaSocialSecurity;
    private int workers;

    @Column(nullable = false)
    private String sourceDocument;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected VillageBudget() {}

    private VillageBudget(String villageCode, int year, BudgetEvent.Amounts amounts, String sourceDocument) {
        this.id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        this.villageCode = villageCode;
        this.budgetYear = year;
        take(amounts, sourceDocument);
    }

    static VillageBudget of(String villageCode, int year, BudgetEvent.Amounts amounts, String sourceDocument) {
        return new VillageBudget(villageCode, year, amounts, sourceDocument);
    }

    /** The event of {@link #of}. */
    Event budgeted(LocalDate today) {
        return event(version, today, List.of(), null);
    }

    /** @return empty where nothing is different */
    Optional<Event> change(BudgetEvent.Amounts amounts, String document, LocalDate today) {
        var before = amounts();
        var changed = document.equals(sourceDocument) ? List.<String>of() : List.of("sourceDocument");
        if (amounts.equals(before) && changed.isEmpty()) {
            return Optional.empty();
        }
        take(amounts, document);
        return Optional.of(event(version + 1, today, changed, before));
    }

    private void take(BudgetEvent.Amounts amounts, String document) {
        addTotal = amounts.addTotal();
        addSocialSecurity = amounts.addSocialSecurity();
        danaDesaSocialSecurity = amounts.danaDesaSocialSecurity();
        workers = amounts.workers();
        sourceDocument = document;
    }

    private Event event(int version, LocalDate today, List<String> changed, BudgetEvent.@Nullable Amounts before) {
        return new Event(
                TYPE,
                villageCode,
                new BudgetEvent(villageCode, budgetYear, version, today, changed, before, amounts()));
    }

    BudgetEvent.Amounts amounts() {
        return new BudgetEvent.Amounts(addTotal, addSocialSecurity, danaDesaSocialSecurity, workers);
    }

    String villageCode() {
        return villageCode;
    }

    int year() {
        return budgetYear;
    }

    int version() {
        return version;
    }

    String sourceDocument() {
        return sourceDocument;
    }
}
