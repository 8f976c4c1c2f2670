package id.desaterlindungi.enrollment.imports.choice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What holds of all that was chosen for a list. Of two choices for the same the later holds. */
public final class Choices {
    public static final Choices NONE = new Choices(List.of());

    private record Key(String code, String field, String said) {}

    private final Map<Key, String> values = new HashMap<>();

    /** @param inOrder as they were made */
    public Choices(List<Choice> inOrder) {
        for (var one : inOrder) {
            var key = new Key(one.code(), one.field(), one.said());
            if (one.value().equals(Choice.TAKE_BACK)) {
                values.remove(key);
            } else {
                values.put(key, one.value());
            }
        }
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether anything was chosen for a finding. */
    public boolean areAbout(String code) {
        return values.keySet().stream().anyMatch(key -> key.code.equals(code));
    }

    /** What was chosen for rows that say this there; else what was chosen for all of them. */
    public Optional<String> of(String code, String field, Supplier<String> said) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var special = values.get(new Key(code, field, said.get()));
        return Optional.ofNullable(special == null ? values.get(new Key(code, field, "")) : special);
    }
}
