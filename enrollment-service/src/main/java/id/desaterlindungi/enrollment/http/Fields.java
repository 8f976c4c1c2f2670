package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.math.BigDecimal;
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
    /** Of a person, group or village: one word is enough. */
    private static final Pattern NAME = Pattern.compile("(?=.*\\p{L}).{1,150}");

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

    public @Nullable LocalDate optionalDay(String pointer, @Nullable String text) {
        return text == null ? null : requiredDay(pointer, text);
    }

    /** A day of the register's time. */
    public @Nullable LocalDate requiredDay(String pointer, @Nullable String text) {
        if (text == null || text.isBlank()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        var day = Day.read(text);
        if (day.isEmpty()) {
            errors.add(Finding.at(pointer, Day.fault(text)));
            return null;
        }
        if (day.get().isBefore(Day.EARLIEST) || day.get().isAfter(Day.LATEST)) {
            errors.add(Finding.at(pointer, "date-out-of-range", Day.EARLIEST, Day.LATEST));
            return null;
        }
        return day.get();
    }

    public @Nullable String name(String pointer, @Nullable String text) {
        var line = plain(pointer, text, PlainText::line);
        if (line != null && !NAME.matcher(line.text()).matches()) {
            errors.add(Finding.at(pointer, "name-format"));
            return null;
        }
        return line == null ? null : line.text();
    }

    /** @param tooLong the finding where it has more characters than {@code most} */
    public @Nullable String line(String pointer, @Nullable String text, int most, String tooLong) {
        return atMost(most, tooLong, pointer, plain(pointer, text, PlainText::line));
    }

    public @Nullable String lines(String pointer, @Nullable String text, int most, String tooLong) {
        return atMost(most, tooLong, pointer, plain(pointer, text, PlainText::lines));
    }

    private @Nullable String atMost(int most, String tooLong, String pointer, @Nullable PlainText plain) {
        if (plain != null && plain.length() > most) {
            errors.add(Finding.at(pointer, tooLong, most));
            return null;
        }
        return plain == null ? null : plain.text();
    }

    private @Nullable PlainText plain(String pointer, @Nullable String text, Function<String, PlainText> rules) {
        var plain = rules.apply(text == null ? "" : text);
        var fault = plain.fault() == null && plain.text().isEmpty() ? "field-missing" : plain.fault();
        if (fault != null) {
            errors.add(Finding.at(pointer, fault));
            return null;
        }
        return plain;
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

    /** At least one, as a set in the order of the type. */
    public <E extends Enum<E>> @Nullable Set<E> codes(
            String pointer, @Nullable List<@Nullable String> texts, Class<E> type) {
        if (texts == null || texts.isEmpty()) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        var codes = EnumSet.noneOf(type);
        var complete = true;
        for (var i = 0; i < texts.size(); i++) {
            var code = code(pointer + "/" + i, texts.get(i), type);
            complete &= code != null;
            if (code != null) {
                codes.add(code);
            }
        }
        return complete ? codes : null;
    }

    /** A whole number within the bounds. */
    public @Nullable Long number(String pointer, @Nullable BigDecimal number, long least, long most) {
        if (number == null) {
            errors.add(Finding.at(pointer, "field-missing"));
            return null;
        }
        try {
            var whole = number.longValueExact();
            if (whole >= least && whole <= most) {
                return whole;
            }
        } catch (ArithmeticException e) {
            // Answered below, as any other number that does not fit.
        }
        errors.add(Finding.at(pointer, "number-out-of-range", least, most));
        return null;
    }

    private static String codes(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** @throws ProblemException 400 where there is no body */
    public static <T> T given(@Nullable T body) {
        if (body == null) {
            throw ProblemException.badRequest("body-unreadable", Finding.at("", "body-missing"));
        }
        return body;
    }

    public static Optional<String> matching(Pattern pattern, String text) {
        return Optional.of(PlainText.folded(text))
                .filter(folded -> pattern.matcher(folded).matches());
    }
}
