package id.desaterlindungi.reporting.http.table;

/** An answer that can also be had as a file for a spreadsheet program. */
public interface Tabular {
    /** The same figures as the JSON, flattened: one line for each thing, and of what moment they are on each. */
    Table table();
}
