/** Counts the whole register at an exact position. Consumers of the events compare their totals with it. */
@NullMarked
package id.desaterlindungi.enrollment.census;

import org.jspecify.annotations.NullMarked;
