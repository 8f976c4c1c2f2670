/** What settings may be, whichever they are: said where each is, and looked at when the service starts. */
@NullMarked
package id.desaterlindungi.reporting.settings;

import org.jspecify.annotations.NullMarked;
