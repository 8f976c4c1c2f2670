package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Checks the defaults before the list is read, so that a mistyped one is not a fault of every row. */
@ApplicationScoped
public class DefaultsCheck {
    /**
     * @param given by the names of the API's fields
     * @param places the villages that there are for the sender
     * @throws Refusal for names that are not offered and values that are wrong
     */
    public Defaults of(Map<String, String> given, Places places) {
        var values = new EnumMap<Column, String>(Column.class);
        var findings = new ArrayList<Finding>();
        given.forEach((name, value) -> {
            var column = Column.ofField(name).filter(Defaults.OFFERED::contains).orElse(null);
            if (column == null) {
                findings.add(Finding.at(name, "parameter-unknown"));
            } else {
                values.put(column, defaultOf(column, Cells.clean(value), places, findings));
            }
        });
        if (!findings.isEmpty()) {
            throw new Refusal(findings);
        }
        return new Defaults(values);
    }

    private static String defaultOf(Column column, String value, Places places, List<Finding> findings) {
        return switch (column) {
            case VILLAGE_CODE -> {
                var place = Places.code(value).flatMap(places::byCode);
                if (place.isEmpty()) {
                    findings.add(Finding.at(column.field(), "village-unknown"));
                } else if (!place.get().open()) {
                    findings.add(Finding.at(column.field(), "village-closed"));
                }
                yield Places.code(value).orElse(value);
            }
            case ENROLLED_ON -> {
                var date = Dates.date(value);
                var fields = new Fields();
                fields.requiredDay(column.field(), date);
                findings.addAll(fields.errors());
                yield date;
            }
            case PROGRAMMES -> {
                var codes = Words.programmes(value);
                if (!Words.codes(column).containsAll(codes) || codes.isEmpty()) {
                    findings.add(unknown(column));
                }
                yield String.join(
                        "+",
                        Words.codes(column).stream().filter(codes::contains).toList());
            }
            default -> {
                var code = Words.code(column, value);
                if (!Words.codes(column).contains(code)) {
                    findings.add(unknown(column));
                }
                yield code;
            }
        };
    }

    private static Finding unknown(Column column) {
        return Finding.at(column.field(), "code-unknown", String.join(", ", Words.codes(column)));
    }
}
