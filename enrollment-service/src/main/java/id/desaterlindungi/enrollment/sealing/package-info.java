/** Keys and what they do: the index that finds a NIK and the seal that hides it. */
@NullMarked
package id.desaterlindungi.enrollment.sealing;

import org.jspecify.annotations.NullMarked;
