package id.desaterlindungi.enrollment.problem;

/**
 * An argument of a message that is itself a text in the reader's language.
 *
 * @param key under {@code label.} in the texts
 */
public record Label(String key) {}
