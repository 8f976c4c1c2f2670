@NullMarked
package id.desaterlindungi.reporting;

import org.jspecify.annotations.NullMarked;
