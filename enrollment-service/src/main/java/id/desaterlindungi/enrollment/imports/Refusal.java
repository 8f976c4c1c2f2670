package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.util.List;

/** Why a file is not taken at all. */
final class Refusal {
    private Refusal() {}

    static ProblemException file(String code, Object... arguments) {
        return file(List.of(Finding.at("", code, arguments)));
    }

    static ProblemException file(List<Finding> findings) {
        return ProblemException.unprocessable("import-refused", findings);
    }
}
