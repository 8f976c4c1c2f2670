/** Asking for somebody who is registered elsewhere: the office there decides, and the register moves the person. */
@NullMarked
package id.desaterlindungi.enrollment.transfer;

import org.jspecify.annotations.NullMarked;
