/** Reads files as people write them: headers, columns, words, dates, defaults, and which rows are people. Knows no database and no HTTP. */
@NullMarked
package id.desaterlindungi.enrollment.imports.file;

import org.jspecify.annotations.NullMarked;
