package id.desaterlindungi.reporting.access;

import java.util.List;

/** Who looks at a page, and whose figures are shown in full. */
public sealed interface Visitor {
    Visitor ANYBODY = new Anybody();

    /** Nobody has signed in here, or the session has ended. */
    record Anybody() implements Visitor {}

    /** Sees of some areas what the API tells its role of them. */
    record Office(Role role, Scope reach) implements Visitor {}

    /**
     * Somebody who has signed in, and sees what anybody sees.
     *
     * @param why {@code role-missing} or {@code role-public}; or the code of the problem that the API answers to the same token
     */
    record Guest(Role role, String why) implements Visitor {}

    /** The areas of which, and of those that they lie in, all is shown; nowhere for who sees public figures alone. */
    default Scope reach() {
        return switch (this) {
            case Anybody(), Guest _ -> Scope.NOWHERE;
            case Office(var _, var reach) -> reach;
        };
    }

    default boolean isSignedIn() {
        return !(this instanceof Anybody);
    }

    /** What a page shows: whoever may not ask for one of these sees no more than anybody. */
    List<String> SHOWN =
            List.of("getProgress", "listProgress", "getBreakdown", "getHistory", "getForecast", "getFunding");
}
