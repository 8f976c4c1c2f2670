/** People in the register: the rules of enrollment, the record and its sealed values. */
@NullMarked
package id.desaterlindungi.enrollment.participant;

import org.jspecify.annotations.NullMarked;
