/** Pages for people, made on the server: the public figures of the province and its areas for anybody, and in full for an office that has signed in. */
@NullMarked
package id.desaterlindungi.reporting.pages;

import org.jspecify.annotations.NullMarked;
