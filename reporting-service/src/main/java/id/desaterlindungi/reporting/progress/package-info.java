/** Answers how far an area is, which of its parts are short, who its people are and who pays. */
@NullMarked
package id.desaterlindungi.reporting.progress;

import org.jspecify.annotations.NullMarked;
