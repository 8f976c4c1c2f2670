package id.desaterlindungi.reporting.access;

import static id.desaterlindungi.reporting.access.Right.everybody;
import static id.desaterlindungi.reporting.access.Right.of;
import static id.desaterlindungi.reporting.access.Right.with;
import static id.desaterlindungi.reporting.access.Role.AUDITOR;
import static id.desaterlindungi.reporting.access.Role.BRANCH;
import static id.desaterlindungi.reporting.access.Role.OPERATOR;
import static id.desaterlindungi.reporting.access.Role.PLANNER;
import static id.desaterlindungi.reporting.access.Role.PROVINCE;
import static id.desaterlindungi.reporting.access.Role.PUBLIC_FIGURES;
import static id.desaterlindungi.reporting.access.Role.VILLAGE;

import id.desaterlindungi.reporting.access.Right.Where;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may ask for which operation. The checks are made from this table, and so are the API description and the README. An
 * operation that it does not name is nobody's.
 */
public final class Rights {
    private static final Set<Role> OFFICES = Set.copyOf(EnumSet.range(VILLAGE, BRANCH));

    static final List<Right> TABLE = List.of(
            // Pages, which show public figures; and to an office that has signed in what the operations below tell its
            // role.
            everybody(
                    "showProvince",
                    "showArea",
                    "printArea",
                    "printVillages",
                    "showAbout",
                    "downloadAreas",
                    "followFigures",
                    "signIn",
                    "showSignInFailed",
                    "signOut"),
            of(
                    with(OFFICES, PLANNER, PUBLIC_FIGURES),
                    "progress:read",
                    Where.MEETING,
                    "getProgress",
                    "listProgress",
                    "getBreakdown"),
            of(
                    with(OFFICES, PLANNER),
                    "progress:read",
                    Where.MEETING,
                    "streamProgress",
                    "getHistory",
                    "getForecast",
                    "getFunding"),
            // What has been promised is for everybody to know.
            of(
                    with(OFFICES, OPERATOR, AUDITOR, PLANNER, PUBLIC_FIGURES),
                    "progress:read",
                    Where.ANYWHERE,
                    "listGoals",
                    "getGoal",
                    "listGoalHistory"),
            of(Set.of(PROVINCE, BRANCH), Where.OWN, "putGoal"),
            of(
                    with(OFFICES, OPERATOR, AUDITOR),
                    "progress:read",
                    Where.ANYWHERE,
                    "getProjection",
                    "listReconciliations",
                    "getReconciliation"),
            of(Set.of(OPERATOR), Where.ANYWHERE, "rebuildProjection"));

    private Rights() {}

    public static Optional<Right> to(String operation) {
        return TABLE.stream()
                .filter(right -> right.operations().contains(operation))
                .findFirst();
    }

    static String asMarkdown() {
        return TABLE.stream()
                .map(Right::line)
                .collect(Collectors.joining("\n", "| who | where | operations |\n|---|---|---|\n", "\n"));
    }
}
