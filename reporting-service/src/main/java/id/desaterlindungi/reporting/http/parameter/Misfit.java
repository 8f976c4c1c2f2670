package id.desaterlindungi.reporting.http.parameter;

import java.util.List;

/** A text that is no value of a parameter's type. */
public final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> arguments;

    /**
     * @param code of the finding that tells it
     * @param arguments what its message mentions
     */
    public Misfit(String code, Object... arguments) {
        super(code, null, false, false);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    String code() {
        return code;
    }

    List<Object> arguments() {
        return arguments;
    }
}
