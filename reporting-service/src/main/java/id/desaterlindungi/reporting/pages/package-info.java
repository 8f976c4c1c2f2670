/** Pages for people: the public figures of the province and its areas, made on the server, without a token. */
@NullMarked
package id.desaterlindungi.reporting.pages;

import org.jspecify.annotations.NullMarked;
