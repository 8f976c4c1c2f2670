package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.util.Base64;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** By what a list is ordered; the id decides among equals, so that a page can continue anywhere. */
enum ParticipantOrder {
    /** The order of the facets' index: a page of an area reads just the people on it. */
    @JsonProperty("village")
    VILLAGE("village_code"),
    @JsonProperty("id")
    ID("id"),
    @JsonProperty("name")
    NAME("name_search"),
    @JsonProperty("enrolledOn")
    ENROLLED_ON("enrolled_on"),
    @JsonProperty("coveredUntil")
    COVERED_UNTIL("covered_until");

    private static final int ID_LENGTH = 36;

    private final String column;

    ParticipantOrder(String column) {
        this.column = column;
    }

    /** Whether rows without a value stand in no place of this order and so are left out. */
    String where() {
        return this == COVERED_UNTIL ? "covered_until is not null" : "true";
    }

    /** Descending, the id too: so the same index is read from its other end. */
    String orderBy(boolean descending) {
        var way = descending ? " desc" : "";
        return this == ID ? "id" + way : column + way + ", id" + way;
    }

    /** Of a participant: what the order goes by. The id, which every place has, decides alone in the order of ids. */
    private String value(Participant participant) {
        return switch (this) {
            case VILLAGE -> participant.villageCode();
            case ID -> "";
            case NAME -> participant.nameSearch();
            case ENROLLED_ON -> participant.enrolledOn().toString();
            case COVERED_UNTIL -> String.valueOf(participant.coveredUntil());
        };
    }

    /**
     * Where a page ended: the last participant and its value as that page showed it. Whatever becomes of that participant
     * since, the next page begins there, so that nobody else is lost or shown twice.
     */
    record Place(String value, UUID id) {}

    /** A place in an address, where a name must not stand: the value is sealed, for this participant and this order alone. */
    String key(Participant last, Seal seal) {
        return last.id()
                + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.close(value(last), last.id(), field()));
    }

    /**
     * @param key of the page before; empty for the first page
     * @throws ProblemException 400 for a key that this order never gave
     */
    Optional<Place> place(String key, Seal seal) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            var id = UUID.fromString(key.substring(0, ID_LENGTH));
            var sealed = Base64.getUrlDecoder().decode(key.substring(ID_LENGTH));
            return Optional.of(new Place(seal.tryOpen(sealed, id, field()).orElseThrow(), id));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw ProblemException.parameters(Finding.at("cursor", "cursor-invalid"));
        }
    }

    private String field() {
        return "cursor/" + column;
    }

    /** A condition on {@code :afterValue} and {@code :afterId}, of which the order of ids has only the second. */
    String after(boolean descending) {
        var beyond = descending ? "<" : ">";
        return switch (this) {
            case ID -> "id %s :afterId".formatted(beyond);
            case VILLAGE, NAME -> "(%s, id) %s (:afterValue, :afterId)".formatted(column, beyond);
            case ENROLLED_ON, COVERED_UNTIL ->
                "(%s, id) %s (cast(:afterValue as date), :afterId)".formatted(column, beyond);
        };
    }
}
