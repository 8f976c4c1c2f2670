/** What people ask: how far is an area, and which of its parts are short. */
@NullMarked
package id.desaterlindungi.reporting.progress;

import org.jspecify.annotations.NullMarked;
