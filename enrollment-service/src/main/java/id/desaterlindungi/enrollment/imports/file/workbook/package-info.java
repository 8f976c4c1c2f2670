/** Reads workbooks, within bounds. */
@NullMarked
package id.desaterlindungi.enrollment.imports.file.workbook;

import org.jspecify.annotations.NullMarked;
