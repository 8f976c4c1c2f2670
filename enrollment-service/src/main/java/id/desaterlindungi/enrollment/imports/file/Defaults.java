package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The uploader's values for empty cells and missing columns, by column. */
public record Defaults(Map<Column, String> values) {
    /** The columns that can have a default, in the order of the description. */
    public static final List<Column> OFFERED = List.of(
            Column.VILLAGE_CODE,
            Column.SEGMENT,
            Column.OCCUPATION,
            Column.FUNDING_SOURCE,
            Column.PROGRAMMES,
            Column.ORIGIN,
            Column.ENROLLED_ON,
            Column.BACKDATING_REASON);

    public Defaults {
        values = Map.copyOf(values);
    }

    public String of(Column column) {
        return values.getOrDefault(column, "");
    }

    public boolean has(Column column) {
        return values.containsKey(column);
    }

    /** By the names of the API's fields, in alphabetical order. */
    public Map<String, String> byField() {
        var fields = new TreeMap<String, String>();
        values.forEach((column, value) -> fields.put(column.field(), value));
        return fields;
    }

    public String write(Json json) {
        return json.write(byField());
    }

    public static Defaults read(String text, Json json) {
        var values = new EnumMap<Column, String>(Column.class);
        json.readTexts(text)
                .forEach((field, value) -> Column.ofField(field).ifPresent(column -> values.put(column, value)));
        return new Defaults(values);
    }
}
