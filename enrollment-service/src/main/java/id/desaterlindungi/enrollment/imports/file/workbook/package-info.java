/** Reads files as people write them: headers, columns, words, dates, defaults, rows. Knows no database and no HTTP. */
@NullMarked
package id.desaterlindungi.enrollment.imports.file.workbook;

import org.jspecify.annotations.NullMarked;
