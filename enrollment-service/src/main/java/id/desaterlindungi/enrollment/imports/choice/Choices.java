package id.desaterlindungi.enrollment.imports.choice;

import id.desaterlindungi.enrollment.imports.choice.Choice.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What holds of all that was chosen for a list. Of two choices for the same the later holds. */
public final class Choices {
    public static final Choices NONE = new Choices(List.of());

    private final Map<Question, String> values = new HashMap<>();

    /** @param inOrder as they were made */
    public Choices(List<Choice> inOrder) {
        for (var one : inOrder) {
            if (one.value().equals(Choice.TAKE_BACK)) {
                values.remove(one.question());
            } else {
                values.put(one.question(), one.value());
            }
        }
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether something is chosen for this, and was not taken back. */
    public boolean answer(Question question) {
        return values.containsKey(question);
    }

    /** Whether anything was chosen for a finding. */
    public boolean areAbout(String code) {
        return values.keySet().stream().anyMatch(one -> one.code().equals(code));
    }

    /** What was chosen for rows that say this there; else what was chosen for all of them. */
    public Optional<String> of(String code, String field, Supplier<String> said) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var special = values.get(new Question(code, field, said.get()));
        return Optional.ofNullable(special == null ? values.get(new Question(code, field, "")) : special);
    }
}
