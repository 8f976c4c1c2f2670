package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.access.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/**
 * One access to personal data, as it is kept.
 *
 * @param area the smallest that holds all that was asked about
 * @param participants those that it names; a list is told by its selection
 * @param selection JSON of what a list was asked for, without anything that people write
 * @param people of how many something was shown or changed
 * @param shown how many of them a reader got to see, which is added up for each day
 * @param elsewhere of how many it was told that they are registered elsewhere
 */
public record AccessRecord(
        UUID id,
        Instant at,
        Who who,
        String operation,
        int status,
        String area,
        List<UUID> participants,
        @Nullable String selection,
        long people,
        long shown,
        int elsewhere,
        @Nullable Purpose purpose) {
    private static final int LONGEST = 200;

    /** @param address where the request came from */
    record Who(String actor, String client, String role, String address) {
        Who {
            actor = tidy(actor);
            client = tidy(client);
        }

        /** What a provider may put into a token, and no column takes. */
        private static String tidy(String text) {
            var line = text.replaceAll("\\p{Cntrl}", " ");
            return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
        }
    }

    /** What a whole NIK was shown for. @param explanation checked to be a line without a NIK */
    public record Purpose(String code, String explanation) {}

    public AccessRecord {
        participants = List.copyOf(participants);
    }

    /** Of the service's own work for somebody, outside a request. */
    public static AccessRecord ofWork(
            String actor, String operation, Scope areas, String selection, long people, int elsewhere) {
        return new AccessRecord(
                newId(),
                now(),
                new Who(actor, "", "", ""),
                operation,
                200,
                common(areas.codes()),
                List.of(),
                selection,
                people,
                0,
                elsewhere,
                null);
    }

    /** As it is if this one is enrolled. */
    public AccessRecord naming(UUID participant) {
        return new AccessRecord(
                id, at, who, operation, status, area, List.of(participant), selection, 1, shown, elsewhere, purpose);
    }

    /** As it is if nobody was shown or changed. */
    public AccessRecord refused(int status, int elsewhere) {
        return new AccessRecord(id, at, who, operation, status, area, List.of(), selection, 0, 0, elsewhere, null);
    }

    /** The smallest area that holds all of these. */
    static String common(List<String> areas) {
        return areas.stream()
                .reduce((one, other) -> {
                    var common = one;
                    while (!(other + ".").startsWith(common + ".")) {
                        common = common.substring(0, common.lastIndexOf('.'));
                    }
                    return common;
                })
                .orElse(Scope.PROVINCE);
    }

    static UUID newId() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }

    /** The true time, as the partitions go by it; in microseconds, as the database keeps it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
