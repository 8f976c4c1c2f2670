package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.problem.Finding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one request and collects every one that is missing or unreadable, instead of stopping at the first. */
public final class Fields {
    public static final Pattern VILLAGE = Pattern.compile("[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}");

    private final List<Finding> errors = new ArrayList<>();

    public List<Finding> errors() {
        return List.copyOf(errors);
    }

    public void add(Finding error) {
        errors.add(error);
    }

    public void missing(String pointer) {
        errors.add(Finding.at(pointer, "field-missing"));
    }

    public <T> @Nullable T optional(
            String pointer, @Nullable String text, Function<String, Optional<T>> reader, String code) {
        return text == null ? null : required(pointer, text, reader, code);
    }

    public <T> @Nullable T required(
            String pointer, @Nullable String text, Function<String, Optional<T>> reader, String code) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        var read = reader.apply(text);
        if (read.isEmpty()) {
            errors.add(Finding.at(pointer, code));
            return null;
        }
        return read.get();
    }

    public <E extends Enum<E>> @Nullable E code(String pointer, @Nullable String text, Class<E> type) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        errors.add(Finding.at(pointer, "code-unknown", codes(type)));
        return null;
    }

    @Nullable
    Set<Programme> programmes(@Nullable List<@Nullable String> texts) {
        if (texts == null || texts.isEmpty()) {
            errors.add(Finding.at("/programmes", "field-missing"));
            return null;
        }
        var programmes = EnumSet.noneOf(Programme.class);
        var complete = true;
        for (var i = 0; i < texts.size(); i++) {
            var programme = code("/programmes/" + i, texts.get(i), Programme.class);
            complete &= programme != null;
            if (programme != null) {
                programmes.add(programme);
            }
        }
        return complete ? programmes : null;
    }

    private static String codes(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }

    public static Optional<String> matching(Pattern pattern, String text) {
        return Optional.of(text.strip())
                .filter(stripped -> pattern.matcher(stripped).matches());
    }

    public static Optional<LocalDate> date(String text) {
        try {
            // Ten characters: a year has four digits here, as it has in the database.
            return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
