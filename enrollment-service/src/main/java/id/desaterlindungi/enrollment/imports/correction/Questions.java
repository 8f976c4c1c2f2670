package id.desaterlindungi.enrollment.imports.correction;

import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.correction.ImportQuestion.Option;
import id.desaterlindungi.enrollment.imports.correction.SaidWords.Counted;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import id.desaterlindungi.enrollment.imports.file.Words;
import id.desaterlindungi.enrollment.problem.Messages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which questions the findings of a list lead to, and what can be chosen. */
public final class Questions {
    /** What a choice makes of a code that has no words of its own. */
    private static final Map<Column, String> LABELS = Map.of(
            Column.SEGMENT, "label.segment.",
            Column.OCCUPATION, "label.occupation.",
            Column.FUNDING_SOURCE, "label.funding-source.");

    private static final Set<Column> CODED = Set.of(
            Column.SEGMENT,
            Column.OCCUPATION,
            Column.FUNDING_SOURCE,
            Column.ORIGIN,
            Column.BACKDATING_REASON,
            Column.GROUP_KIND);

    /** Those that most people have; others can be given too. */
    private static final List<String> PROGRAMMES = List.of("JKK+JKM", "JKK+JKM+JHT", "JKK+JKM+JHT+JP+JKP");

    private static final Set<String> WORDS = Set.of(
            Choice.AS_READ,
            Choice.LEAVE_OUT,
            Choice.AS_WRITTEN,
            Choice.NIK,
            Choice.EXCEL_DAY,
            Choice.YEAR_1900,
            Choice.YEAR_2000);

    /**
     * A finding as it was counted.
     *
     * @param stops whether its rows failed
     * @param alone how many of them have no other finding
     */
    public record Found(
            String code,
            String field,
            String column,
            String message,
            boolean stops,
            int rows,
            int alone,
            int firstRow) {}

    private final Places places;
    private final Messages messages;

    /** @param places that there are for the import */
    public Questions(Places places, Messages messages) {
        this.places = places;
        this.messages = messages;
    }

    /** For each finding what rows say of it, the most first, and then all of its rows. */
    public List<ImportQuestion> of(List<Found> findings, List<Counted> said) {
        var questions = new ArrayList<ImportQuestion>();
        for (var found : findings) {
            var special = said.stream()
                    .filter(one -> one.code().equals(found.code) && one.field().equals(found.field))
                    .toList();
            if (!isAsked(found)) {
                continue;
            }
            special.forEach(one -> questions.add(question(found, one.text(), one.rows(), one.alone(), one.firstRow())));
            if (special.size() != 1 || special.getFirst().rows() < found.rows) {
                questions.add(question(found, null, found.rows, found.alone, found.firstRow));
            }
        }
        return questions;
    }

    /** Whether a choice can mend it: the rest only the sender's list can. */
    private static boolean isAsked(Found found) {
        return !found.stops || isOfAPlace(found) || !choices(found, "").isEmpty();
    }

    private ImportQuestion question(Found found, @Nullable String said, int rows, int alone, int firstRow) {
        var options = isOfAPlace(found)
                ? fits(said == null ? "" : said)
                : choices(found, said == null ? "" : said).stream()
                        .map(choice -> new Option(choice, label(found, choice)))
                        .toList();
        return new ImportQuestion(
                found.code,
                found.field,
                found.column,
                said,
                rows,
                alone,
                firstRow,
                found.stops,
                messages.text(
                        (found.stops ? "question.stopped" : "question.warned") + (said == null ? "" : "-said"),
                        said == null ? List.of(rows, found.message) : List.of(rows, found.message, said)),
                options,
                suggested(found, said, options));
    }

    /** For rows that name a village, one that is called so: it may be taken unseen, and a neighbor may be the only one to offer. */
    private @Nullable String suggested(Found found, @Nullable String said, List<Option> options) {
        if (isOfAPlace(found)) {
            return options.size() == 1
                            && said != null
                            && places.byCode(options.getFirst().choice())
                                    .filter(place -> places.isNamed(place, said))
                                    .isPresent()
                    ? options.getFirst().choice()
                    : null;
        }
        return found.code.equals("birth-date-swapped") ? options.getFirst().choice() : null;
    }

    private static boolean isOfAPlace(Found found) {
        return found.stops
                && Column.ofField(found.field).filter(Column::isOfAPlace).isPresent();
    }

    /** Without those of a village, which depend on what there is. */
    private static List<String> choices(Found found, String said) {
        var column = column(found);
        if (!found.stops) {
            return Stream.of(
                            Stream.of(Choice.AS_READ),
                            insteadOfAWarning(found.code, column, said),
                            Stream.of(Choice.LEAVE_OUT))
                    .flatMap(some -> some)
                    .toList();
        }
        if (column == null || found.code.equals(ListCode.HELD_BACK)) {
            return List.of();
        }
        return switch (found.code) {
            case "date-number" -> List.of(Choice.EXCEL_DAY);
            case "date-short-year" ->
                column == Column.BIRTH_DATE ? List.of(Choice.YEAR_1900, Choice.YEAR_2000) : List.of(Choice.YEAR_2000);
            default -> {
                if (column == Column.PROGRAMMES) {
                    yield PROGRAMMES;
                }
                yield CODED.contains(column) ? codes(column, said) : List.of();
            }
        };
    }

    private static Stream<String> insteadOfAWarning(String code, @Nullable Column column, String said) {
        return switch (code) {
            case "birth-date-swapped" -> Stream.of(Choice.AS_WRITTEN);
            case "nik-birth-date", "nik-sex" -> Stream.of(Choice.NIK);
            case "occupation-unknown", "occupation-either", "group-kind-unknown" ->
                column == null ? Stream.of() : codes(column, said).stream();
            default -> Stream.of();
        };
    }

    /** Those first that what is said may mean. */
    private static List<String> codes(Column column, String said) {
        var codes = new LinkedHashSet<>(said.isEmpty() ? Set.<String>of() : Words.meant(column, said));
        codes.addAll(Words.codes(column));
        return List.copyOf(codes);
    }

    private List<Option> fits(String said) {
        return places.fitting(said).stream()
                .map(place -> new Option(place.code(), place.label()))
                .toList();
    }

    private String label(Found found, String choice) {
        if (WORDS.contains(choice)) {
            return messages.text("choice." + choice, List.of());
        }
        var column = column(found);
        var prefix = column == null ? null : LABELS.get(column);
        return prefix == null ? choice : messages.text(prefix + choice, List.of());
    }

    /** The field that a choice gives another value. */
    private static @Nullable Column column(Found found) {
        return found.code.equals("group-kind-unknown")
                ? Column.GROUP_KIND
                : Column.ofField(found.field).orElse(null);
    }

    /** Whether a question can be answered so. */
    public boolean takes(ImportQuestion question, String choice) {
        if (question.choices().stream().anyMatch(one -> one.choice().equals(choice))) {
            return true;
        }
        var column = Column.ofField(question.field()).orElse(null);
        if (column == null || !question.stops()) {
            return false;
        }
        return column.isOfAPlace()
                ? places.byCode(choice).filter(Place::open).isPresent()
                : column == Column.PROGRAMMES && isOfProgrammes(choice);
    }

    private static boolean isOfProgrammes(String choice) {
        var all = Words.codes(Column.PROGRAMMES);
        var given = List.of(choice.split("\\+", -1));
        return given.size() <= all.size() && all.containsAll(given);
    }
}
