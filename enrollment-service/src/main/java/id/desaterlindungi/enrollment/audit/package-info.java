/** The access record: who read or wrote what about whom; and how much each caller may be told in a day. It knows no register. */
@NullMarked
package id.desaterlindungi.enrollment.audit;

import org.jspecify.annotations.NullMarked;
