/** What people may ask of what is held about them (UU 27/2022): to see it, to have it corrected, restricted or erased, in time. */
@NullMarked
package id.desaterlindungi.enrollment.privacy;

import org.jspecify.annotations.NullMarked;
