package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By what a list is ordered; the id decides among equals, so that a page can continue anywhere. */
enum ParticipantOrder {
    ID("id", "uuid"),
    NAME("name_search", "text"),
    ENROLLED_ON("enrolled_on", "date"),
    COVERED_UNTIL("covered_until", "date");

    private final String column;
    private final String type;

    ParticipantOrder(String column, String type) {
        this.column = column;
        this.type = type;
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

    /** @param key as {@link #key} made it; empty for the beginning */
    String after(String key) {
        return key.isEmpty()
                ? "true"
                : this == ID
                        ? "id > cast(:afterId as uuid)"
                        : "(%s, id) > (cast(:afterValue as %s), cast(:afterId as uuid))".formatted(column, type);
    }

    String key(Participant participant) {
        return participant.id()
                + switch (this) {
                    case ID -> "";
                    case NAME -> participant.nameSearch();
                    case ENROLLED_ON -> participant.enrolledOn().toString();
                    case COVERED_UNTIL -> Objects.toString(participant.coveredUntil(), "");
                };
    }

    static String idOf(String key) {
        return key.substring(0, 36);
    }

    static @Nullable String sortedValueOf(String key) {
        return key.length() == 36 ? null : key.substring(36);
    }
}
