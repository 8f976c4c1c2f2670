package id.desaterlindungi.enrollment.problem;

/**
 * An argument of a message that is itself a text in the reader's language.
 *
 * @param key of that text
 */
public record Label(String key) {}
