package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Places;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the village that a row means: by its code, by the numbers of the civil registry, or by its name. */
final class VillageReading {
    private static final Pattern VILLAGE_NUMBER = Pattern.compile("[12][0-9]{3}");
    private static final Pattern AREA_NUMBER = Pattern.compile("[0-9]{1,2}");
    private static final int REGENCY_LENGTH = "16.01".length();
    private static final int DISTRICT_LENGTH = "16.01.07".length();

    private final RowCells cells;
    private final Places places;

    VillageReading(RowCells cells, Places places) {
        this.cells = cells;
        this.places = places;
    }

    @Nullable
    String village() {
        var code = cells.given(Column.VILLAGE_CODE);
        var name = cells.given(Column.VILLAGE_NAME);
        var coded = Places.code(code.isEmpty() ? name : code);
        if (coded.isPresent()) {
            return known(code.isEmpty() ? Column.VILLAGE_NAME : Column.VILLAGE_CODE, coded.get());
        }
        if (VILLAGE_NUMBER.matcher(code).matches() && cells.header.place(Column.DISTRICT_NUMBER) >= 0) {
            return numbered(code);
        }
        if (!code.isEmpty() && name.isEmpty() && !isName(code)) {
            cells.error(Column.VILLAGE_CODE, "village-format");
            return null;
        }
        if (code.isEmpty() && name.isEmpty()) {
            return Places.code(cells.defaults.of(Column.VILLAGE_CODE))
                    .map(given -> known(Column.VILLAGE_CODE, given))
                    .orElse(null);
        }
        return name.isEmpty() ? named(Column.VILLAGE_CODE, code) : named(Column.VILLAGE_NAME, name);
    }

    /** By the numbers of the civil registry. What a list leaves out of them is that of the default village, or not in doubt. */
    private @Nullable String numbered(String village) {
        var districtNumber = cells.given(Column.DISTRICT_NUMBER);
        var found = places.byNumbers(
                cells.given(Column.PROVINCE_NUMBER), cells.given(Column.REGENCY_NUMBER), districtNumber, village);
        var like = cells.defaults.of(Column.VILLAGE_CODE);
        if (found.size() > 1 && like.length() > DISTRICT_LENGTH) {
            var within =
                    like.substring(0, AREA_NUMBER.matcher(districtNumber).matches() ? REGENCY_LENGTH : DISTRICT_LENGTH);
            found = found.stream()
                    .filter(place -> place.code().startsWith(within + "."))
                    .toList();
        }
        if (found.size() != 1) {
            cells.error(Column.VILLAGE_CODE, found.isEmpty() ? "village-unknown" : "village-name-ambiguous");
            return null;
        }
        return open(Column.VILLAGE_CODE, found.getFirst());
    }

    private static boolean isName(String text) {
        return text.codePoints().anyMatch(Character::isLetter);
    }

    String known(Column column, String code) {
        var place = places.byCode(code);
        if (place.isEmpty()) {
            cells.error(column, "village-unknown");
        } else if (!place.get().open()) {
            cells.error(column, "village-closed");
        }
        return code;
    }

    private @Nullable String named(Column column, String name) {
        var district = cells.given(Column.DISTRICT);
        if (district.isEmpty()) {
            return defaultNamed(column, name);
        }
        var found = places.byName(name, district);
        if (found.isEmpty()) {
            cells.error(column, "village-name-unknown");
            return null;
        }
        var regency = places.regency(cells.given(Column.REGENCY));
        var within = regency.isEmpty()
                ? found
                : found.stream()
                        .filter(place -> place.regency().equals(regency.get()))
                        .toList();
        if (within.isEmpty()) {
            cells.error(Column.REGENCY, "village-regency-other");
            return found.getFirst().code();
        }
        if (within.size() > 1) {
            cells.error(column, "village-name-ambiguous");
            return null;
        }
        return open(column, within.getFirst());
    }

    /** A name alone is enough only for the village that the uploader gave as the default. */
    private @Nullable String defaultNamed(Column column, String name) {
        var place = places.byCode(cells.defaults.of(Column.VILLAGE_CODE)).filter(one -> one.isCalled(name));
        if (place.isEmpty()) {
            cells.error(column, "village-name-alone");
            return null;
        }
        return open(column, place.get());
    }

    private String open(Column column, Places.Place place) {
        if (!place.open()) {
            cells.error(column, "village-closed");
        }
        return place.code();
    }
}
