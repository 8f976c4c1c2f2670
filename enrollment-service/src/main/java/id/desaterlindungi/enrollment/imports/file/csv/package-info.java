/** Reads CSV files, also where their quotation marks went astray. */
@NullMarked
package id.desaterlindungi.enrollment.imports.file.csv;

import org.jspecify.annotations.NullMarked;
