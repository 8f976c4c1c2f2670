/** The codes that a participant's record is made of, and the two numbers that check themselves. Nothing here knows the register. */
@NullMarked
package id.desaterlindungi.enrollment.participant.codes;

import org.jspecify.annotations.NullMarked;
