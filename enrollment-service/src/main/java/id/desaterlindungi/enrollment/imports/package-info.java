/** The life of an import: a list of people is uploaded, checked row by row, committed or dropped, reported, and cleared. */
@NullMarked
package id.desaterlindungi.enrollment.imports;

import org.jspecify.annotations.NullMarked;
