/** The reporting service: running totals toward the goal, folded from the enrollment service's events. */
@NullMarked
package id.desaterlindungi.reporting;

import org.jspecify.annotations.NullMarked;
