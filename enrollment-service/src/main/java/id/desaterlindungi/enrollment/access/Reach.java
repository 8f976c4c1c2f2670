package id.desaterlindungi.enrollment.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the database shows: the rows of these areas, and the answers that are kept for these callers. It holds for connections that are
 * taken while it is bound to the thread; {@link Floor} tells the database. In a transaction of JTA the first use of the connection
 * decides for all of it.
 *
 * @param all for the service's own work, which is nobody's alone; then the rest says nothing
 */
public record Reach(boolean all, Scope scope, List<String> callers) {
    public static final Reach NOTHING = new Reach(false, Scope.NOWHERE, List.of());
    public static final Reach ALL = new Reach(true, Scope.NOWHERE, List.of());

    private static final ScopedValue<Reach> BOUND = ScopedValue.newInstance();

    public Reach {
        callers = List.copyOf(callers);
    }

    public static Reach of(Scope scope, String caller) {
        return new Reach(false, scope, List.of(caller));
    }

    /** Of several who share a transaction. Each one's areas are to be checked before. */
    public static Reach together(List<Reach> each) {
        return new Reach(
                false,
                Scope.of(each.stream()
                        .flatMap(one -> one.scope.codes().stream())
                        .distinct()
                        .toList()),
                each.stream().flatMap(one -> one.callers.stream()).distinct().toList());
    }

    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(BOUND, this).call(work);
    }

    /** Null where nothing is bound to this thread. */
    static @Nullable Reach bound() {
        return BOUND.isBound() ? BOUND.get() : null;
    }
}
