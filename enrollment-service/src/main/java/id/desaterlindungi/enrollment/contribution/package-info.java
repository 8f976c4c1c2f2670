/** What cover costs: dated tariffs and the quote reckoned with them. Costs only; never what somebody is entitled to. */
@NullMarked
package id.desaterlindungi.enrollment.contribution;

import org.jspecify.annotations.NullMarked;
