/** Files that come in parts and go on where they broke off, by the protocol tus 1.0. It knows nothing of imports. */
@NullMarked
package id.desaterlindungi.enrollment.imports.parts;

import org.jspecify.annotations.NullMarked;
