package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.LostUpdate;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Budgets of villages by year. Every change: rule, row and outbox row in one transaction. */
@ApplicationScoped
class VillageBudgets implements PanacheRepositoryBase<VillageBudget, UUID> {
    private static final long MOST_RUPIAH = 1_000_000_000_000_000L;

    private final Villages villages;
    private final Outbox outbox;
    private final Clock clock;
    private final Caller caller;

    VillageBudgets(Villages villages, Outbox outbox, Clock clock, Caller caller) {
        this.villages = villages;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    Optional<VillageBudget> find(String village, int year) {
        return find("villageCode = ?1 and budgetYear = ?2", village, year).firstResultOptional();
    }

    /** Those of the years after one, in their order. */
    List<VillageBudget> after(String village, int year, int limit) {
        return find("villageCode = ?1 and budgetYear > ?2 order by budgetYear", village, year)
                .page(0, limit)
                .list();
    }

    /** @param isNew whether the year had none before */
    record Kept(VillageBudget budget, boolean isNew) {}

    /**
     * Sets a year's budget, the first or in place of the one there is.
     *
     * @throws ProblemException 404 for an unknown village; 403 if there is a budget and the caller may not correct it; 428 if there is a budget and no {@code If-Match}; 412 if that is not its
     *     version; 422 with every rule that the request breaks
     */
    @Transactional
    Kept put(String code, int year, IfMatch ifMatch, @Nullable String ifNoneMatch, BudgetRequest request) {
        var village = villages.own(code);
        var current = find(code, year);
        current.ifPresentOrElse(
                budget -> {
                    if (!Rights.correctsBudgets(caller)) {
                        throw ProblemException.of(Status.FORBIDDEN, "budget-stated");
                    }
                    if (ifNoneMatch != null) {
                        throw IfMatch.stale();
                    }
                    ifMatch.require(budget.version());
                },
                () -> ifMatch.requireNone(ifNoneMatch));
        var fields = new VillageFields(clock);
        var amounts = amounts(request, fields);
        var document = fields.requiredText("/sourceDocument", request.sourceDocument());
        var until = village.validUntil();
        if (until != null && year > until.getYear()) {
            fields.add("year", "village-closed");
        }
        if (amounts == null || document == null || !fields.isRight()) {
            throw ProblemException.unprocessable("budget-refused", fields.errors());
        }
        var today = BusinessClock.today(clock);
        if (current.isEmpty()) {
            var budget = VillageBudget.of(code, year, amounts, document);
            persist(budget);
            decided();
            outbox.append(budget.budgeted(today));
            return new Kept(budget, true);
        }
        current.get().change(amounts, document, today).ifPresent(event -> {
            decided();
            outbox.append(event);
        });
        return new Kept(current.get(), false);
    }

    private static BudgetEvent.@Nullable Amounts amounts(BudgetRequest request, VillageFields fields) {
        var total = fields.number("/addTotal", request.addTotal(), MOST_RUPIAH);
        var fromAdd = fields.number("/addSocialSecurity", request.addSocialSecurity(), MOST_RUPIAH);
        var fromDanaDesa = fields.number("/danaDesaSocialSecurity", request.danaDesaSocialSecurity(), MOST_RUPIAH);
        var workers = fields.number("/workers", request.workers(), VillageFields.MOST_WORKERS);
        if (total != null && fromAdd != null && fromAdd > total) {
            fields.add("/addSocialSecurity", "add-exceeded");
        }
        return total == null || fromAdd == null || fromDanaDesa == null || workers == null
                ? null
                : new BudgetEvent.Amounts(total, fromAdd, fromDanaDesa, workers.intValue());
    }

    /** Lets the database decide between two changes at the same moment. */
    private void decided() {
        try {
            LostUpdate.refused(this::flush);
        } catch (ConstraintViolationException e) {
            throw "uq_village_budget_village_code_budget_year".equals(e.getConstraintName()) ? IfMatch.stale() : e;
        }
    }
}
