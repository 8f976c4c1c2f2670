/** The whole system on one machine without Docker: the parts that the services stand on, and the services as processes. */
@NullMarked
package id.desaterlindungi.local;

import org.jspecify.annotations.NullMarked;
