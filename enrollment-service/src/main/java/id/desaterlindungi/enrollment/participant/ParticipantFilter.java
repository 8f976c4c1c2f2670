package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.access.Scope;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which participants are asked for, as conditions on {@code participant}. Built from the parameters of a list, all of whose
 * faults are told at once.
 */
final class ParticipantFilter {
    private static final int LONGEST_NAME = 300;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Fields fields = new Fields();

    /** Those of an area of any level, or of one village. */
    ParticipantFilter within(@Nullable AreaCode within) {
        if (within != null) {
            var area = within.text();
            // '/' follows '.' in the "C" collation of codes: the range holds just the codes that begin with "area."
            conditions.add(
                    area.length() == 13
                            ? "village_code = :within"
                            : "village_code >= :within || '.' and village_code < :within || '/'");
            values.put("within", area);
        }
        return this;
    }

    /** Those of these areas alone, whatever else is asked for. */
    ParticipantFilter of(Scope scope) {
        if (!scope.holds(Scope.PROVINCE)) {
            conditions.add("village_code >= :low and village_code < :high");
            values.put("low", scope.low());
            values.put("high", scope.high());
        }
        if (!scope.several().isEmpty()) {
            conditions.add("""
                    exists (select from unnest(string_to_array(:several, ',')) own (code)
                            where village_code = own.code or starts_with(village_code, own.code || '.'))""");
            values.put("several", scope.several());
        }
        return this;
    }

    ParticipantFilter code(String parameter, String column, @Nullable Enum<?> code) {
        if (code != null) {
            equal(column, parameter, code.name());
        }
        return this;
    }

    ParticipantFilter programme(@Nullable Programme programme) {
        if (programme != null) {
            conditions.add(":programme = any(programmes)");
            values.put("programme", programme.name());
        }
        return this;
    }

    ParticipantFilter hasWarnings(@Nullable Boolean wanted) {
        if (wanted != null) {
            conditions.add(wanted ? "warnings <> '{}'" : "warnings = '{}'");
        }
        return this;
    }

    /** Without those who are not to be worked with. */
    ParticipantFilter unrestricted() {
        conditions.add("restricted_at is null");
        return this;
    }

    ParticipantFilter before(String parameter, String column, @Nullable LocalDate day) {
        return day(parameter, column + " < :" + parameter, day);
    }

    ParticipantFilter from(String parameter, String column, @Nullable LocalDate day) {
        return day(parameter, column + " >= :" + parameter, day);
    }

    ParticipantFilter to(String parameter, String column, @Nullable LocalDate day) {
        return day(parameter, column + " <= :" + parameter, day);
    }

    private ParticipantFilter day(String parameter, String condition, @Nullable LocalDate day) {
        if (day != null) {
            conditions.add(condition);
            values.put(parameter, day);
        }
        return this;
    }

    /** Names that begin with these letters; upper case and accents do not count. */
    ParticipantFilter namePrefix(@Nullable String prefix) {
        var folded = prefix == null ? null : fields.line("name", prefix, LONGEST_NAME, "text-length");
        if (folded != null) {
            // As a range and not as "like", so that it walks the index whatever the letters are.
            conditions.add("name_search >= searchable(:name) and name_search < searchable(:name) || chr(1114111)");
            values.put("name", folded);
        }
        return this;
    }

    /**
     * Names with a word much like this one, for spellings that differ. Looks at every name of the selection: over a province
     * the index of word parts finds so many of a common name that it takes seconds, so this is for small areas.
     */
    ParticipantFilter nameLike(@Nullable String name) {
        var folded = name == null ? null : fields.line("nameLike", name, LONGEST_NAME, "text-length");
        if (folded != null) {
            conditions.add("word_similarity(searchable(:nameLike), name_search) >= 0.6");
            values.put("nameLike", folded);
        }
        return this;
    }

    private void equal(String column, String parameter, Object value) {
        conditions.add(column + " = :" + parameter);
        values.put(parameter, value);
    }

    /** @throws ProblemException 400 with everything that was not understood */
    ParticipantFilter check() {
        if (!fields.errors().isEmpty()) {
            throw ProblemException.parameters(fields.errors().toArray(Finding[]::new));
        }
        return this;
    }

    /** A condition, always true where nothing was asked for. */
    String where() {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    Map<String, Object> values() {
        return Map.copyOf(values);
    }
}
