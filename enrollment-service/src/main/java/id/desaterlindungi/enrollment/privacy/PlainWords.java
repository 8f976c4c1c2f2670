package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.problem.Messages;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Codes as people say them, in the reader's language. */
final class PlainWords {
    private static final String CODE = "held.code.";

    /** Fields that have words of their own where lists name them. */
    private static final Set<String> OF_LISTS = Set.of(
            "nik",
            "kpj",
            "name",
            "birthDate",
            "birthYear",
            "sex",
            "villageCode",
            "segment",
            "occupation",
            "fundingSource",
            "programmes",
            "origin",
            "enrolledOn",
            "coveredFrom",
            "coveredUntil",
            "phone",
            "monthlyIncome",
            "groupName",
            "groupKind");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'WIB'", Locale.ROOT).withZone(BusinessClock.JAKARTA);

    private final Messages messages;

    PlainWords(Messages messages) {
        this.messages = messages;
    }

    String text(String key, Object... arguments) {
        return messages.text(key, List.of(arguments));
    }

    String moment(Instant at) {
        return MINUTE.format(at);
    }

    String field(String field) {
        if (OF_LISTS.contains(field)) {
            return text("field." + field);
        }
        if (field.startsWith("warnings/")) {
            return text("held.field.warnings");
        }
        return known("held.field.", field);
    }

    /** A code of a field; what is none of a list stays as it is. */
    String value(String field, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return "-";
        }
        return switch (field) {
            case "segment" -> text("label.segment." + code);
            case "occupation" -> text("label.occupation." + code);
            case "fundingSource" -> text("label.funding-source." + code);
            case "status" -> text("label.status." + code);
            case "programmes" ->
                List.of(code.split(", ")).stream()
                        .map(one -> text("label.programme." + one))
                        .reduce((one, other) -> one + ", " + other)
                        .orElse("-");
            case "groupKind" -> text("held.group-kind." + code);
            case "sex", "origin", "monthlyIncome" -> text(CODE + code);
            default -> code;
        };
    }

    String code(Enum<?> code) {
        return text(CODE + code.name());
    }

    /** Of an event. */
    String reason(String reason) {
        return known(CODE, reason);
    }

    String role(String role) {
        return role.isEmpty() ? text("held.role.itself") : text("held.role." + role);
    }

    String operation(String operation) {
        return known("held.operation.", operation);
    }

    /** A code that is newer than its words is told as it is. */
    private String known(String prefix, String code) {
        return messages.has(prefix + code) ? text(prefix + code) : code;
    }
}
