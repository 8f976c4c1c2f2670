/** What a scenario found, beside its baseline, and the forms in which it is kept. */
@NullMarked
package id.desaterlindungi.benchmark.report;

import org.jspecify.annotations.NullMarked;
