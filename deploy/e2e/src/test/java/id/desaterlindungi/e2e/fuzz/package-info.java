/**
 * Sends requests that nobody should send, and many that one should: made from what both services say of themselves, each with
 * its faults, to every operation, by every role. {@link id.desaterlindungi.e2e.fuzz.Fuzz} is where to begin.
 */
package id.desaterlindungi.e2e.fuzz;
