/** Adds events to the totals, each exactly once; compares the totals with each census, and folds them anew when asked. */
@NullMarked
package id.desaterlindungi.reporting.coverage.fold;

import org.jspecify.annotations.NullMarked;
