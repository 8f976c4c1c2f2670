/**
 * The whole system on trial: both packaged services as processes on real PostgreSQL and Kafka, and what happens when a part
 * of it is killed or taken away.
 */
@NullMarked
package id.desaterlindungi.e2e;

import org.jspecify.annotations.NullMarked;
