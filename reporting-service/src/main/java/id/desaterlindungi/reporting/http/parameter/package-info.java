/** What stands in addresses, read by the types that operations take it as. */
@NullMarked
package id.desaterlindungi.reporting.http.parameter;

import org.jspecify.annotations.NullMarked;
