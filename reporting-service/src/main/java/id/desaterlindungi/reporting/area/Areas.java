package id.desaterlindungi.reporting.area;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which areas an area lies in. This is read once and kept, because each folded event asks for it. Areas seldom change: only when a
 * village is registered.
 */
@ApplicationScoped
public class Areas {
    private final Jdbi jdbi;
    private volatile @Nullable Map<String, List<String>> lineages;

    Areas(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Codes of an area and of each one above it, up to the province; empty for an unknown area. An area that another replica
     * has added is found by reading once more.
     */
    public List<String> lineage(String code) {
        var known = lineages;
        if (known == null || !known.containsKey(code)) {
            known = read();
            lineages = known;
        }
        return known.getOrDefault(code, List.of());
    }

    /** Of all areas of a level; read anew. */
    public Set<String> codes(Level level) {
        return read().keySet().stream()
                .filter(code -> code.length() == level.codeLength())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** After areas were added. */
    public void forget() {
        lineages = null;
    }

    private Map<String, List<String>> read() {
        var parents = new HashMap<String, String>();
        jdbi.useHandle(handle -> handle.createQuery("select code, coalesce(parent_code, '') as parent_code from area")
                .map((row, _) -> parents.put(row.getString("code"), row.getString("parent_code")))
                .list());
        Map<String, List<String>> read = HashMap.newHashMap(parents.size());
        for (var area : parents.keySet()) {
            var lineage = new ArrayList<String>(4);
            for (var code = area; code != null && !code.isEmpty(); code = parents.get(code)) {
                lineage.add(code);
            }
            read.put(area, List.copyOf(lineage));
        }
        return read;
    }
}
