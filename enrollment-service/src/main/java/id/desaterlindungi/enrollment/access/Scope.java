package id.desaterlindungi.enrollment.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The areas in which somebody acts, each with all that lies in it.
 *
 * @param codes Kemendagri codes in their order, none of which lies in another; empty for nowhere
 */
public record Scope(List<String> codes) {
    public static final Scope NOWHERE = new Scope(List.of());

    /** The code of the whole of it. */
    public static final String PROVINCE = "16";

    /** Sorts behind the dot and before every digit, so that a code with it follows all codes within the area. */
    private static final String BEHIND = "/";

    public Scope {
        var outermost = new ArrayList<String>();
        for (var code : codes.stream().distinct().sorted().toList()) {
            // In this order all that lies in an area comes right behind it.
            if (outermost.isEmpty() || !lies(code, outermost.getLast())) {
                outermost.add(code);
            }
        }
        codes = List.copyOf(outermost);
    }

    public static Scope of(Collection<String> codes) {
        return new Scope(List.copyOf(codes));
    }

    /** Whether an area lies in one of these, or is one of them. */
    public boolean holds(String areaCode) {
        return codes.stream().anyMatch(code -> lies(areaCode, code));
    }

    /** Whether an area has anything in common with these: it lies in one, or one lies in it. */
    public boolean meets(String areaCode) {
        return codes.stream().anyMatch(code -> lies(areaCode, code) || lies(code, areaCode));
    }

    /** At or above which the code of a village in these areas is. */
    public String low() {
        return codes.isEmpty() ? "" : codes.getFirst();
    }

    /** Below which the code of a village in these areas is. */
    public String high() {
        return codes.isEmpty() ? "" : codes.getLast() + BEHIND;
    }

    /** The codes with commas between them if {@link #low} and {@link #high} do not say all; otherwise empty. */
    public String several() {
        return codes.size() < 2 ? "" : String.join(",", codes);
    }

    private static boolean lies(String area, String within) {
        return area.equals(within) || area.startsWith(within + ".");
    }
}
