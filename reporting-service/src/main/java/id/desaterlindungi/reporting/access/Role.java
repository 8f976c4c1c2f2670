package id.desaterlindungi.reporting.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody is, by the claim {@code groups} of a token. */
public enum Role {
    VILLAGE(Codes.VILLAGE),
    DISTRICT(Codes.DISTRICT),
    REGENCY(Codes.REGENCY),
    PROVINCE(Codes.PROVINCE),
    /** The agency's. */
    BRANCH(Codes.PROVINCE, Codes.REGENCY),
    /** Runs the system and sees no person. */
    OPERATOR,
    AUDITOR(Codes.PROVINCE, Codes.REGENCY),
    PLANNER(Codes.PROVINCE, Codes.REGENCY),
    PUBLIC_FIGURES,
    /** Another program. */
    SERVICE(Codes.PROVINCE, Codes.REGENCY, Codes.DISTRICT, Codes.VILLAGE),
    /** Signed in, and nothing more. */
    NONE;

    /** How long the codes of areas are. */
    private static final class Codes {
        static final int PROVINCE = 2;
        static final int REGENCY = 5;
        static final int DISTRICT = 8;
        static final int VILLAGE = 13;
    }

    /** Of the codes that its areas may have; none for a role without areas. */
    private final Set<Integer> lengths;

    Role(Integer... lengths) {
        this.lengths = Set.of(lengths);
    }

    /** Its name in a token. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isOffice() {
        return compareTo(BRANCH) <= 0;
    }

    boolean hasAreas() {
        return !lengths.isEmpty();
    }

    boolean fits(String area) {
        return lengths.contains(area.length());
    }

    /** Those that a token names. What else it names, such as a provider's own roles, says nothing here. */
    static List<Role> among(List<String> groups) {
        return groups.stream()
                .flatMap(group -> of(group).stream())
                .filter(role -> role != NONE)
                .distinct()
                .toList();
    }

    private static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
