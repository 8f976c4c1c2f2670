/** The keys of the register, and the seal that uses them: it hides a value, and finds it again by its index. */
@NullMarked
package id.desaterlindungi.enrollment.sealing;

import org.jspecify.annotations.NullMarked;
