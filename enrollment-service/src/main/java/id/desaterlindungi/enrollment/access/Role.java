package id.desaterlindungi.enrollment.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody is, by the claim {@code groups} of a token. */
public enum Role {
    VILLAGE,
    DISTRICT,
    REGENCY,
    PROVINCE,
    /** The agency's. */
    BRANCH,
    /** Runs the system and sees no person. */
    OPERATOR,
    AUDITOR,
    PLANNER,
    PUBLIC_FIGURES,
    /** Another program. */
    SERVICE,
    /** With a valid token, and nothing more. */
    NONE;

    /** Its name in a token. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }

    /** What others call a role, such as a provider's own ones, says nothing here. */
    static List<Role> among(List<String> groups) {
        return groups.stream()
                .flatMap(group -> of(group).stream())
                .filter(role -> role != NONE)
                .distinct()
                .toList();
    }
}
