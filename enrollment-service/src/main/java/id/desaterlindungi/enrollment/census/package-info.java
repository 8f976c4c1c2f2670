/** Counts of the whole register at an exact position, against which every reader of the events can prove its totals. */
@NullMarked
package id.desaterlindungi.enrollment.census;

import org.jspecify.annotations.NullMarked;
