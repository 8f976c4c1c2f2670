/** What every operation shares: refused parameters, body limits, pages. */
@NullMarked
package id.desaterlindungi.reporting.http;

import org.jspecify.annotations.NullMarked;
