package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.LostUpdate;
import id.desaterlindungi.enrollment.area.AreaKind;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.events.Outbox;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.MergePatch;
import id.desaterlindungi.enrollment.participant.Relocation;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a village: rule, row and outbox row in one transaction.
 *
 * <p>A change of a village needs the version that it was made for: 428 without one, 412 if somebody else was faster, 404 if there
 * is no such village, 409 if it is closed.
 */
@ApplicationScoped
class VillageRegister {
    private static final String REFUSED = "village-refused";

    private final EntityManager entities;
    private final Villages villages;
    private final Areas areas;
    private final Relocation relocation;
    private final Outbox outbox;
    private final Seal seal;
    private final Clock clock;
    private final MergePatch patches;

    VillageRegister(
            EntityManager entities,
            Villages villages,
            Areas areas,
            Relocation relocation,
            Outbox outbox,
            Seal seal,
            Clock clock,
            MergePatch patches) {
        this.entities = entities;
        this.villages = villages;
        this.areas = areas;
        this.relocation = relocation;
        this.outbox = outbox;
        this.seal = seal;
        this.clock = clock;
        this.patches = patches;
    }

    /**
     * @throws ProblemException 422 with every rule that the request breaks; 409 if a village has or had that code
     */
    @Transactional
    Village split(NewVillage request) {
        var fields = new VillageFields(clock);
        var code = fields.village("/code", request.code());
        var name = fields.name("/name", request.name());
        var kind = kind(request.kind(), fields);
        var parent = fields.village("/parentVillage", request.parentVillage());
        var from = fields.pastDay("/validFrom", request.validFrom());
        if (code != null && kind != null && !code.startsWith(kind == AreaKind.DESA ? "2" : "1", 9)) {
            fields.add("/code", "village-code-kind");
        }
        if (code != null && !(villages.isOwn(code) && areas.exists(code.substring(0, 8)))) {
            fields.add("/code", "district-unknown");
        }
        if (parent != null && from != null) {
            villages.findOwn(parent)
                    .ifPresentOrElse(
                            village -> checkParent(village, from, fields),
                            () -> fields.add("/parentVillage", "village-unknown"));
        }
        if (code == null || name == null || kind == null || parent == null || from == null || !fields.isRight()) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        var village = Village.split(code, parent, from);
        try {
            entities.createNativeQuery("""
                            insert into area (code, parent_code, kind, name) values (:code, left(:code, 8), :kind, :name)
                            """)
                    .setParameter("code", code)
                    .setParameter("kind", kind.code())
                    .setParameter("name", name)
                    .executeUpdate();
        } catch (ConstraintViolationException e) {
            throw "pk_area".equals(e.getConstraintName())
                    ? ProblemException.conflict("village-registered", Finding.at("/code", "village-registered"))
                    : e;
        }
        villages.persistAndFlush(village);
        outbox.append(village.registered(name, from));
        return village;
    }

    private static void checkParent(Village parent, LocalDate from, VillageFields fields) {
        var until = parent.validUntil();
        var parentFrom = parent.validFrom();
        if (until != null && until.isBefore(from)) {
            fields.add("/parentVillage", "village-closed");
        }
        if (parentFrom != null && parentFrom.isAfter(from)) {
            fields.add("/validFrom", "day-before-village");
        }
    }

    /**
     * @param patch a JSON Merge Patch (RFC 7396) of the fields of {@link VillageCorrection}
     * @throws ProblemException 422 with every rule that the record would break
     */
    @Transactional
    Village correct(String code, IfMatch ifMatch, ObjectNode patch) {
        var village = open(code);
        ifMatch.require(village.version());
        var fields = new VillageFields(clock);
        var corrected = fields.details(
                patches.merged(VillageCorrection.of(village.details(seal)), patch, VillageCorrection.class));
        if (!fields.isRight()) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        village.correct(corrected, seal, BusinessClock.today(clock)).ifPresent(event -> {
            LostUpdate.refused(villages::flush);
            outbox.append(event);
        });
        return village;
    }

    /** @param participantsMoved each with an event of its own */
    record Closed(Village village, int participantsMoved) {}

    /**
     * Merges a village into its successors. All its participants, whatever their status, go to the only successor, or to the one
     * that the request names. Nobody stays with a closed village.
     *
     * @throws ProblemException 422 with every rule that the request breaks
     */
    @Transactional
    Closed close(String code, IfMatch ifMatch, ClosureRequest request) {
        var fields = new VillageFields(clock);
        var on = fields.pastDay("/on", request.on());
        var successors = successors(request.successors(), fields);
        lock(code, successors);
        var village = open(code);
        ifMatch.require(village.version());
        successors.forEach((successor, pointer) -> checkSuccessor(successor, pointer, village, on, fields));
        if (on != null && village.validFrom() != null && on.isBefore(village.validFrom())) {
            fields.add("/on", "day-before-village");
        }
        var destination = destination(request.participants(), successors, fields);
        if (on == null || destination == null || !fields.isRight()) {
            throw ProblemException.unprocessable(REFUSED, fields.errors());
        }
        var moved = relocation.move(code, destination, on);
        var event = village.close(on, successors.keySet());
        LostUpdate.refused(villages::flush);
        outbox.append(event);
        return new Closed(village, moved);
    }

    /**
     * Waits for enrollments in this village that are under way, and keeps later ones waiting until this transaction ends, since
     * their foreign key locks the same row. A successor stays open meanwhile. The rows are locked in the order of their codes, so
     * that two closures wait for each other and never deadlock. Nothing of them is read before: what stands there after the wait
     * counts. Villages outside the caller's areas are left alone.
     */
    private void lock(String code, Map<String, String> successors) {
        var all = new TreeSet<>(successors.keySet());
        all.add(code);
        all.removeIf(village -> !villages.isOwn(village));
        for (var one : all) {
            // Hibernate's pessimistic locks are weaker ("for no key update") and would let enrollments pass.
            entities.createNativeQuery(
                            one.equals(code)
                                    ? "select code from village where code = :code for update"
                                    : "select code from village where code = :code for key share",
                            String.class)
                    .setParameter("code", one)
                    .getResultList();
        }
    }

    /** @return pointers of those that can be read, by code */
    private static Map<String, String> successors(@Nullable List<@Nullable String> given, VillageFields fields) {
        var successors = new LinkedHashMap<String, String>();
        if (given == null || given.isEmpty()) {
            fields.add("/successors", "field-missing");
            return successors;
        }
        if (given.size() > ClosureRequest.MOST_SUCCESSORS) {
            fields.add("/successors", "too-many", ClosureRequest.MOST_SUCCESSORS);
            return successors;
        }
        for (var i = 0; i < given.size(); i++) {
            var pointer = "/successors/" + i;
            var successor = fields.village(pointer, given.get(i));
            if (successor != null && successors.putIfAbsent(successor, pointer) != null) {
                fields.add(pointer, "village-repeated");
            }
        }
        return successors;
    }

    private void checkSuccessor(
            String code, String pointer, Village village, @Nullable LocalDate on, VillageFields fields) {
        if (code.equals(village.code())) {
            fields.add(pointer, "village-itself");
            return;
        }
        var successor = villages.findOwn(code).orElse(null);
        if (successor == null) {
            fields.add(pointer, "village-unknown");
        } else if (successor.isClosed()) {
            fields.add(pointer, "village-closed");
        } else if (on != null
                && successor.validFrom() != null
                && successor.validFrom().isAfter(on)) {
            fields.add(pointer, "village-later");
        }
    }

    private static @Nullable String destination(
            ClosureRequest.@Nullable Rule rule, Map<String, String> successors, VillageFields fields) {
        if (rule == null && successors.size() == 1) {
            return successors.keySet().iterator().next();
        }
        if (rule == null || rule.destination() == null) {
            if (!successors.isEmpty()) {
                fields.add("/participants/destination", "field-missing");
            }
            return null;
        }
        if (!successors.containsKey(rule.destination())) {
            fields.add("/participants/destination", "village-no-successor");
            return null;
        }
        return rule.destination();
    }

    private Village open(String code) {
        var village = villages.own(code);
        if (village.isClosed()) {
            throw ProblemException.conflict("village-closed");
        }
        return village;
    }

    private static @Nullable AreaKind kind(@Nullable String text, VillageFields fields) {
        if (text == null || text.isBlank()) {
            fields.add("/kind", "field-missing");
            return null;
        }
        var kind = AreaKind.ofVillage(text).orElse(null);
        if (kind == null) {
            fields.add("/kind", "code-unknown", "desa, kelurahan");
        }
        return kind;
    }
}
