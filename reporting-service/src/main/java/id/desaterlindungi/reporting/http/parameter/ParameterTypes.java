package id.desaterlindungi.reporting.http.parameter;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.http.Day;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a text in an address becomes a value of the type that an operation takes. {@link KnownParameters} asks first, so that
 * all that does not fit is told at once and by name: what the framework would make of it is "not found", one at a time.
 */
@Provider
class ParameterTypes implements ParamConverterProvider {
    /** Java reads the digits of every script; a parameter has those of ASCII. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    /** {@code null} for types that the framework reads as we do once they fit. */
    @Override
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, @Nullable Type generic, Annotation @Nullable [] annotations) {
        if (!type.isEnum() && type != boolean.class && type != Boolean.class && !isOwn(type)) {
            return null;
        }
        var reader = reader(type, annotations == null ? new Annotation[0] : annotations);
        return new ParamConverter<>() {
            @Override
            @SuppressWarnings("unchecked") // The reader is that of the type.
            public T fromString(String text) {
                return (T) reader.apply(text);
            }

            @Override
            public String toString(T value) {
                return value.toString();
            }
        };
    }

    /** A record's constructor, which the framework would take first, does not read what is written. */
    private static boolean isOwn(Class<?> type) {
        return type.isRecord() && Arrays.stream(type.getMethods()).anyMatch(ParameterTypes::isReader);
    }

    private static boolean isReader(Method method) {
        return method.getName().equals("fromString");
    }

    /** What it returns throws a {@link Misfit} for a text that is no value of the type. */
    static Function<String, Object> reader(Class<?> type, Annotation[] annotations) {
        if (type.isEnum()) {
            var words = words(type);
            return text -> word(words, text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return ParameterTypes::flag;
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            var range = Arrays.stream(annotations)
                    .filter(Range.class::isInstance)
                    .map(Range.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a number without its range"));
            return text -> number(range, text);
        }
        if (type == LocalDate.class) {
            return ParameterTypes::day;
        }
        return Arrays.stream(type.getMethods())
                .filter(ParameterTypes::isReader)
                .findFirst()
                .<Function<String, Object>>map(ParameterTypes::own)
                .orElse(text -> text);
    }

    /** As JSON writes them, and the description. */
    private static Map<String, Object> words(Class<?> type) {
        var words = new LinkedHashMap<String, Object>();
        for (var constant : type.getEnumConstants()) {
            var name = ((Enum<?>) constant).name();
            try {
                var word = type.getField(name).getAnnotation(JsonProperty.class);
                words.put(word == null ? name : word.value(), constant);
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }
        return words;
    }

    private static Object word(Map<String, Object> words, String text) {
        var constant = words.get(text);
        if (constant == null) {
            throw new Misfit("code-unknown", String.join(", ", words.keySet()));
        }
        return constant;
    }

    private static Object day(String text) {
        var day = Day.read(text).orElseThrow(() -> new Misfit(Day.fault(text)));
        if (day.isBefore(Day.EARLIEST) || day.isAfter(Day.LATEST)) {
            throw new Misfit("date-out-of-range", Day.EARLIEST, Day.LATEST);
        }
        return day;
    }

    private static Object flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Misfit("code-unknown", "true, false");
        };
    }

    private static Object number(Range range, String text) {
        if (WHOLE.matcher(text).matches()) {
            var number = Long.parseLong(text);
            if (number >= range.least() && number <= range.most()) {
                return number;
            }
        }
        throw new Misfit("parameter-out-of-range", range.least(), range.most());
    }

    private static Function<String, Object> own(Method fromString) {
        fromString.setAccessible(true); // Its type may be one room's own.
        return text -> {
            try {
                return fromString.invoke(null, text);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof Misfit misfit ? misfit : new IllegalStateException(e);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
