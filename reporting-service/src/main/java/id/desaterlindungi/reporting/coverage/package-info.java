/** From the topic to the totals: reads the enrollment service's events and folds each exactly once. */
@NullMarked
package id.desaterlindungi.reporting.coverage;

import org.jspecify.annotations.NullMarked;
