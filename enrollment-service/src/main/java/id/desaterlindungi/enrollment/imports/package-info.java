/** Lists of people: read from a file, checked row by row, and then enrolled. */
@NullMarked
package id.desaterlindungi.enrollment.imports;

import org.jspecify.annotations.NullMarked;
