package id.desaterlindungi.reporting.area;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which areas a village lies in. Read once and kept: the areas change only with a release's migration, and each folded
 * event asks for them.
 */
@Singleton
public class Areas {

    private final Jdbi jdbi;
    private volatile @Nullable Map<String, List<String>> lineages;

    Areas(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Codes of the village and each area above it, from the village up to the province; empty for an unknown village. */
    public List<String> lineage(String villageCode) {
        Map<String, List<String>> known = lineages;
        if (known == null) {
            known = read();
            lineages = known;
        }
        return known.getOrDefault(villageCode, List.of());
    }

    private Map<String, List<String>> read() {
        Map<String, String> parents = new HashMap<>();
        List<String> villages = new ArrayList<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select code, coalesce(parent_code, '') as parent_code, kind
                          from area
                        """)
                .map((row, _) -> {
                    String code = row.getString("code");
                    parents.put(code, row.getString("parent_code"));
                    if (AreaKind.of(row.getString("kind")).level() == Level.VILLAGE) {
                        villages.add(code);
                    }
                    return code;
                })
                .list());
        Map<String, List<String>> read = HashMap.newHashMap(villages.size());
        for (String village : villages) {
            List<String> lineage = new ArrayList<>(4);
            for (String code = village; code != null && !code.isEmpty(); code = parents.get(code)) {
                lineage.add(code);
            }
            read.put(village, List.copyOf(lineage));
        }
        return read;
    }
}
