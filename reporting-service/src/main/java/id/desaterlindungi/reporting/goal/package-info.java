/** What was aimed at, by whom it was stated, and until when. */
@NullMarked
package id.desaterlindungi.reporting.goal;

import org.jspecify.annotations.NullMarked;
