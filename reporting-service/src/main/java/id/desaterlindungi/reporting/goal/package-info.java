/** The goals of areas: what they aim at, who stated them, and until when they were in force. */
@NullMarked
package id.desaterlindungi.reporting.goal;

import org.jspecify.annotations.NullMarked;
