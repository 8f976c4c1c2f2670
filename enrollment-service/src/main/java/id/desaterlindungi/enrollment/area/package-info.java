/** The province's areas: Kemendagri codes, kinds and names. */
@NullMarked
package id.desaterlindungi.enrollment.area;

import org.jspecify.annotations.NullMarked;
