package id.desaterlindungi.e2e.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Who asks.
 *
 * @param name as {@code deploy/local/token} takes it: a role and areas
 * @param authorization the header's value; empty for none
 */
record Caller(String name, String role, Optional<String> authorization) {
    private static final String BRANCH = "branch";
    private static final String PROVINCE = "16";

    /** Everybody whom {@code deploy/local/token} knows, and some whom nobody knows. */
    static List<Caller> all(Target.Tokens tokens) {
        var callers = new ArrayList<Caller>();
        for (var who : List.of(
                BRANCH + " " + PROVINCE,
                "operator",
                "province 16",
                "regency 16.01",
                "regency 16.71",
                "district 16.01.07",
                "village 16.01.07.2001",
                "auditor 16",
                "planner 16",
                "service 16",
                "public-figures",
                "none",
                "stranger",
                "village",
                "regency 16.01.07")) {
            var parts = who.split(" ", 2);
            var token = tokens.token(parts[0], parts.length > 1 ? parts[1] : null);
            callers.add(new Caller(who, parts[0], Optional.of("Bearer " + token)));
        }
        var token = tokens.token(BRANCH, PROVINCE);
        callers.add(new Caller("nobody", "", Optional.empty()));
        callers.add(new Caller("branch with a broken signature", "", Optional.of("Bearer " + broken(token))));
        callers.add(new Caller("branch without a signature", "", Optional.of("Bearer " + unsigned(token))));
        return callers;
    }

    /** Whether all areas of another lie in the own ones: then what is theirs is to be seen. */
    boolean hasAreasOf(Caller other) {
        return other.areas().allMatch(theirs -> areas().anyMatch(own -> (theirs + ".").startsWith(own + ".")));
    }

    boolean holds(String village) {
        return areas().anyMatch(own -> (village + ".").startsWith(own + "."));
    }

    private Stream<String> areas() {
        return role.isEmpty() ? Stream.of() : Stream.of(name.split(" ")).skip(1);
    }

    /** Mostly one who may ask, so that requests get to the end. */
    static Caller pick(List<Caller> all, Operation operation, Random random) {
        int chance = random.nextInt(100);
        // Who has all areas asks for nobody elsewhere.
        if (chance < 55
                && !operation.id().equals("requestTransfer")
                && (operation.roles().isEmpty() || operation.roles().contains(BRANCH))) {
            return all.stream()
                    .filter(caller -> caller.role().equals(BRANCH))
                    .findFirst()
                    .orElseThrow();
        }
        var able = all.stream()
                .filter(caller -> operation.roles().isEmpty()
                        ? !caller.role().isEmpty()
                        : operation.roles().contains(caller.role()))
                .toList();
        return chance < 85 && !able.isEmpty()
                ? able.get(random.nextInt(able.size()))
                : all.get(random.nextInt(all.size()));
    }

    private static String broken(String token) {
        var last = token.length() - 10;
        return token.substring(0, last) + (token.charAt(last) == 'A' ? 'B' : 'A') + token.substring(last + 1);
    }

    /** {@code {"alg":"none"}} */
    private static String unsigned(String token) {
        return "eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    }
}
