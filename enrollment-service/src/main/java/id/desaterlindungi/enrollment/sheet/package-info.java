/** Files that spreadsheet programs open and do not damage. */
@NullMarked
package id.desaterlindungi.enrollment.sheet;

import org.jspecify.annotations.NullMarked;
