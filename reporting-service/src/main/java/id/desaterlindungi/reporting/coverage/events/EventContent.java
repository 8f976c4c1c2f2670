package id.desaterlindungi.reporting.coverage.events;

import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.coverage.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event says, as far as it concerns the totals. {@code on} is its business date in Asia/Jakarta. */
public sealed interface EventContent {
    /** The types of events that change one participant. */
    enum Change {
        ENROLLED,
        CORRECTED,
        TRANSFERRED,
        STATUS_CHANGED
    }

    /** A participant counted one way before and another way after; {@code before} is null for an enrollment. */
    record ParticipantChange(
            Change change, LocalDate on, @Nullable Facets before, Facets after) implements EventContent {}

    /** A village as it is from now on. */
    sealed interface VillageContent extends EventContent {
        String villageCode();
    }

    /**
     * Facts about a village.
     *
     * @param registered its name, only where it was not there before: people may be in it from the next event on
     * @param before null for a new village
     */
    record VillageChange(
            @Override String villageCode,
            LocalDate on,
            @Nullable String registered,
            @Nullable VillageFacts before,
            VillageFacts after)
            implements VillageContent {
        public String districtCode() {
            return villageCode.substring(0, villageCode.lastIndexOf('.'));
        }

        /** The day of the estimate of the workers where this change brought it; null where it was there before, or is none. */
        public @Nullable LocalDate workersOn() {
            var brought = before == null || !Objects.equals(before.workers(), after.workers());
            return brought && after.workers() != null ? on : null;
        }
    }

    /** What a village sets aside in one year. */
    record VillageBudgeted(@Override String villageCode, int year, BudgetAmounts after) implements VillageContent {}

    /**
     * The register's own counts at this position.
     *
     * @param villages people by village, one number for each of the statuses
     */
    record CensusTaken(UUID censusId, List<Status> statuses, Map<String, List<Long>> villages)
            implements EventContent {}

    /** A type that this release does not know, or does not count: its position passes, nothing else happens. */
    record Ignored() implements EventContent {}

    /** Says something that cannot be read; to be parked with the reason, which names no value of the body. */
    record Unreadable(String reason) implements EventContent {}

    /** The contract's facets of a village. */
    record VillageFacts(
            AreaKind kind,
            @Nullable Long workers,
            boolean headPresent,
            boolean sadar,
            @Nullable String parentVillage,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            List<String> successors) {
        public VillageFacts {
            if (kind.level() != Level.VILLAGE) {
                throw new IllegalArgumentException("kind");
            }
            if (workers != null) {
                ContractLimits.check("workers", workers, 0, ContractLimits.MOST_WORKERS);
            }
            if (parentVillage != null) {
                VillageCode.check(parentVillage);
            }
            successors = List.copyOf(Objects.requireNonNull(successors, "successors"));
            successors.forEach(VillageCode::check);
            ContractLimits.check("successors", successors.size(), 0, ContractLimits.MOST_SUCCESSORS);
            if (successors.stream().distinct().count() != successors.size()) {
                throw new IllegalArgumentException("successors");
            }
        }
    }

    /** Whole rupiah of one year, and the workers that they are meant to pay for. */
    record BudgetAmounts(long addTotal, long addSocialSecurity, long danaDesaSocialSecurity, long workers) {
        public BudgetAmounts {
            ContractLimits.check("addTotal", addTotal, 0, ContractLimits.MOST_RUPIAH);
            ContractLimits.check("addSocialSecurity", addSocialSecurity, 0, ContractLimits.MOST_RUPIAH);
            ContractLimits.check("danaDesaSocialSecurity", danaDesaSocialSecurity, 0, ContractLimits.MOST_RUPIAH);
            ContractLimits.check("workers", workers, 0, ContractLimits.MOST_WORKERS);
        }
    }
}
