package id.desaterlindungi.reporting.problem;

import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request that cannot be answered as asked. Carries a stable code; {@link ProblemMapper} finds the words.
 *
 * <p>Without a stack trace: it tells the caller's fault, not the program's.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Object> arguments;
    private final transient Supplier<List<Finding>> findings;

    private ProblemException(int status, String code, List<Object> arguments, Supplier<List<Finding>> findings) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.arguments = List.copyOf(arguments);
        this.findings = findings;
    }

    public static ProblemException of(Status status, String code, Object... arguments) {
        return new ProblemException(status.getStatusCode(), code, List.of(arguments), List::of);
    }

    /** 422: readable, but against the rules. */
    public static ProblemException unprocessable(String code, List<Finding> findings) {
        var found = List.copyOf(findings);
        return unprocessable(code, () -> found);
    }

    /** 422 with findings that only the database knows: it is asked when they are told, after the transaction that failed. */
    public static ProblemException unprocessable(String code, Supplier<List<Finding>> findings) {
        return new ProblemException(422, code, List.of(), findings);
    }

    /** 400: a query parameter, header or body that cannot be read as described. */
    public static ProblemException badRequest(String code, Finding... findings) {
        return new ProblemException(Status.BAD_REQUEST.getStatusCode(), code, List.of(), () -> List.of(findings));
    }

    /** 400 for query parameters or headers that cannot be taken. */
    public static ProblemException parameters(Finding... findings) {
        return badRequest("parameters-refused", findings);
    }

    public static ProblemException conflict(String code, Finding... findings) {
        return new ProblemException(Status.CONFLICT.getStatusCode(), code, List.of(), () -> List.of(findings));
    }

    public static ProblemException notFound(String code) {
        return new ProblemException(Status.NOT_FOUND.getStatusCode(), code, List.of(), List::of);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<Object> arguments() {
        return arguments;
    }

    List<Finding> findings() {
        return findings.get();
    }
}
