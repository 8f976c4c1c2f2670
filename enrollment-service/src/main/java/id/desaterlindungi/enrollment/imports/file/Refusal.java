package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.problem.Finding;
import java.util.List;

/** Why a file or a default cannot be accepted. It has no stack trace, since it is no fault of the program. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public Refusal(List<Finding> findings) {
        super("refused", null, false, false);
        this.findings = List.copyOf(findings);
    }

    /** The file as a whole is refused. */
    public static Refusal file(String code, Object... arguments) {
        return new Refusal(List.of(Finding.at("", code, arguments)));
    }

    public List<Finding> findings() {
        return findings;
    }
}
