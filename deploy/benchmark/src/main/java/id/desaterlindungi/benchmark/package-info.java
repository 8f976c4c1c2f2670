/** Measurements on the packaged services and real servers of one machine. */
@NullMarked
package id.desaterlindungi.benchmark;

import org.jspecify.annotations.NullMarked;
