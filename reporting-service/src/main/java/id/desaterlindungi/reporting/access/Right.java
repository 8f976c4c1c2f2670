package id.desaterlindungi.reporting.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Operations that the same callers may ask for, and about what: a line of {@link Rights}. */
public record Right(Callers callers, Where where, List<String> operations) {
    public sealed interface Callers {
        /** Also without a token. */
        record Everybody() implements Callers {}

        record AnyToken() implements Callers {}

        /** @param scope that the token of a program needs; empty where programs may not ask */
        record Roles(Set<Role> roles, String scope) implements Callers {
            public List<String> codes() {
                return roles.stream().sorted().map(Role::code).toList();
            }

            @Override
            public String toString() {
                return roles.stream()
                        .sorted()
                        .map(role -> role == Role.SERVICE ? "service (" + scope + ")" : role.code())
                        .collect(Collectors.joining(", "));
            }
        }
    }

    public enum Where {
        ANYWHERE("everywhere"),
        /** What lies outside is not there, for reads and changes alike: each operation sees to it. */
        OWN("the own areas"),
        /** An area above the own ones is theirs too. */
        MEETING("the own areas and those that they lie in; what is for the public everywhere"),
        /** For who has the whole of it. */
        PROVINCE("the province, all or nothing");

        private final String text;

        Where(String text) {
            this.text = text;
        }
    }

    public Right {
        operations = List.copyOf(operations);
    }

    static Right everybody(String... operations) {
        return new Right(new Callers.Everybody(), Where.ANYWHERE, List.of(operations));
    }

    static Right anyToken(String... operations) {
        return new Right(new Callers.AnyToken(), Where.ANYWHERE, List.of(operations));
    }

    static Right of(Set<Role> roles, Where where, String... operations) {
        return new Right(new Callers.Roles(roles, ""), where, List.of(operations));
    }

    /** For programs too. */
    static Right of(Set<Role> roles, String scope, Where where, String... operations) {
        return new Right(new Callers.Roles(with(roles, Role.SERVICE), scope), where, List.of(operations));
    }

    static Set<Role> with(Set<Role> roles, Role... others) {
        var all = EnumSet.noneOf(Role.class);
        Stream.concat(roles.stream(), Stream.of(others)).forEach(all::add);
        return all;
    }

    /** Of a caller whose areas fit the role. Whether what is asked for lies in them is for the operation to see. */
    boolean allows(Caller caller) {
        return switch (callers) {
            case Callers.Everybody(), Callers.AnyToken() -> true;
            case Callers.Roles(var roles, var scope) -> {
                var role = caller.role();
                yield roles.contains(role)
                        && (role != Role.SERVICE || caller.mayAlso(scope))
                        && (where != Where.PROVINCE || caller.scope().holds(Scope.PROVINCE));
            }
        };
    }

    /** As a line of a table in Markdown. */
    String line() {
        var who = switch (callers) {
            case Callers.Everybody() -> "everybody, without a token";
            case Callers.AnyToken() -> "any valid token";
            case Callers.Roles roles -> roles.toString();
        };
        return "| " + who + " | " + where.text + " | " + String.join(", ", operations) + " |";
    }

    /** For the description of an operation. */
    public String told() {
        return callers + "; " + where.text;
    }
}
