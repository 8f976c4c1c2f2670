/** One shape for every error: RFC 9457 problem details in the reader's language. */
@NullMarked
package id.desaterlindungi.reporting.problem;

import org.jspecify.annotations.NullMarked;
