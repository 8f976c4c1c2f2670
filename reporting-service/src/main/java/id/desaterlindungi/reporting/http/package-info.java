/** What every operation shares: refused parameters, body limits, pages, repeated requests. */
@NullMarked
package id.desaterlindungi.reporting.http;

import org.jspecify.annotations.NullMarked;
