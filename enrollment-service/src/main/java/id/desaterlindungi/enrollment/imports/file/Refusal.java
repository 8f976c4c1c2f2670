package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.problem.Finding;
import java.util.List;

/** What people wrote cannot be taken at all, and why. Without a stack trace: it tells a file's fault, not the program's. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public Refusal(List<Finding> findings) {
        super("refused", null, false, false);
        this.findings = List.copyOf(findings);
    }

    /** Of a file as a whole. */
    public static Refusal file(String code, Object... arguments) {
        return new Refusal(List.of(Finding.at("", code, arguments)));
    }

    public List<Finding> findings() {
        return findings;
    }
}
