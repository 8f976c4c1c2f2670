/** Whole NIKs, and for what each was shown. */
@NullMarked
package id.desaterlindungi.enrollment.participant.disclosure;

import org.jspecify.annotations.NullMarked;
