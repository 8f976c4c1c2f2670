/** Between the wire and the operations: what is held to a size and a time, and how what cannot be read is answered and logged. */
@NullMarked
package id.desaterlindungi.reporting.http.connection;

import org.jspecify.annotations.NullMarked;
