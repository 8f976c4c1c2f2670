/** Answers as files for spreadsheet programs. */
@NullMarked
package id.desaterlindungi.reporting.http.table;

import org.jspecify.annotations.NullMarked;
