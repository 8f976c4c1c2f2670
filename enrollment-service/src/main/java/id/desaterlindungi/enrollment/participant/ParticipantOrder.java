package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** By what a list is ordered; the id decides among equals, so that a page can continue anywhere. */
enum ParticipantOrder {
    /** The order of the facets' index: a page of an area reads just the people on it. */
    VILLAGE("village_code"),
    ID("id"),
    NAME("name_search"),
    ENROLLED_ON("enrolled_on"),
    COVERED_UNTIL("covered_until");

    private final String column;

    ParticipantOrder(String column) {
        this.column = column;
    }

    static ParticipantOrder of(String parameter) {
        return Arrays.stream(values())
                .filter(order -> order.parameter().equals(parameter))
                .findAny()
                .orElseThrow(() -> ProblemException.badRequest(
                        "parameters-refused",
                        Finding.at(
                                "sort",
                                "code-unknown",
                                Arrays.stream(values())
                                        .map(ParticipantOrder::parameter)
                                        .collect(Collectors.joining(", ")))));
    }

    /** {@code enrolledOn} for {@code ENROLLED_ON}. */
    private String parameter() {
        var words = name().toLowerCase(Locale.ROOT).split("_", -1);
        return words.length == 1
                ? words[0]
                : words[0] + words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
    }

    /** Whether rows without a value stand in no place of this order and so are left out. */
    String where() {
        return this == COVERED_UNTIL ? "covered_until is not null" : "true";
    }

    String orderBy() {
        return this == ID ? "id" : column + ", id";
    }

    /** What a cursor names: an id, and nothing of the person, since cursors stand in addresses. */
    static final Pattern KEY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** @param key the id of the last participant before; empty for the beginning */
    String after(String key) {
        if (key.isEmpty()) {
            return "true";
        }
        return this == ID
                ? "id > cast(:after as uuid)"
                : "(%1$s, id) > ((select %1$s from participant where id = cast(:after as uuid)), cast(:after as uuid))"
                        .formatted(column);
    }
}
