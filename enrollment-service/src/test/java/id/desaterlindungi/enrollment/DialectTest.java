package id.desaterlindungi.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CONTRIBUTING says of form and no other tool sees, for the sources of both services and of {@code deploy}. */
class DialectTest {
    private static final List<Path> SOURCES = List.of(
            Path.of("src"),
            Path.of("../reporting-service/src"),
            Path.of("../deploy/local/src"),
            Path.of("../deploy/e2e/src"),
            Path.of("../deploy/benchmark/src"),
            Path.of("../deploy/kubernetes/src"));

    @Test
    void localsSayVarAndTypesBeginAtOnce() throws IOException {
        var findings = new ArrayList<String>();
        var read = read(javaFiles(), findings);

        assertThat(read).isGreaterThan(500);
        assertThat(findings).isEmpty();
    }

    @Test
    void findsWhatItLooksFor(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("Odd.java"), """
                class Odd {

                    void locals(java.util.List<String> given) {
                        String told = "";
                        long count = 0L;
                        long widened = 0;
                        StringBuilder built = new StringBuilder();
                        List<String> gathered = new ArrayList<>();
                        Integer number = Integer.valueOf(1);
                        Object cast = (Object) told;
                        String nothing = null;
                        String asked = given.getFirst();
                        for (String one : given) {
                            var fine = one;
                        }
                    }
                }
                """);
        var findings = new ArrayList<String>();
        read(List.of(file), findings);

        assertThat(findings)
                .extracting(finding -> finding.substring(finding.indexOf(':') + 1))
                .containsExactlyInAnyOrder(
                        "1: blank line after the brace of Odd",
                        "4: var told",
                        "5: var count",
                        "7: var built",
                        "9: var number",
                        "10: var cast",
                        "13: var one");
    }

    private static List<Path> javaFiles() throws IOException {
        var found = new ArrayList<Path>();
        for (var root : SOURCES) {
            try (var files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    /** @return how many files were read */
    private static int read(List<Path> files, List<String> findings) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            var positions = Trees.instance(task).getSourcePositions();
            var read = 0;
            for (var unit : task.parse()) {
                new Reading(unit, unit.getSourceFile().getCharContent(true).toString(), positions, findings)
                        .scan(unit, null);
                read++;
            }
            return read;
        }
    }

    private static final class Reading extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final String text;
        private final SourcePositions positions;
        private final List<String> findings;

        Reading(CompilationUnitTree unit, String text, SourcePositions positions, List<String> findings) {
            this.unit = unit;
            this.text = text;
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!type.getSimpleName().isEmpty() && !type.getMembers().isEmpty()) {
                var name = text.indexOf(" " + type.getSimpleName(), start(type));
                var end = bodyBegins(type, name);
                if (end >= 0 && text.startsWith("\n\n", end + 1)) {
                    report(type, "blank line after the brace of " + type.getSimpleName());
                }
            }
            return super.visitClass(type, nothing);
        }

        /** The last brace at an end of a line before the first member, and before what is said above that member. */
        private int bodyBegins(ClassTree type, int name) {
            var brace = text.indexOf("{\n", name);
            var first = type.getMembers().stream()
                    .mapToInt(this::start)
                    .filter(start -> start > name)
                    .min();
            return first.isPresent() && brace < first.getAsInt() ? brace : -1;
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            var parent = getCurrentPath().getParentPath().getLeaf();
            var local = parent instanceof BlockTree
                    || parent instanceof CaseTree
                    || parent instanceof ForLoopTree
                    || parent instanceof TryTree;
            // What is listed on the spot may take its type from the variable.
            var each = parent instanceof EnhancedForLoopTree loop
                    && loop.getVariable() == variable
                    && !(loop.getExpression() instanceof MethodInvocationTree call
                            && !call.getArguments().isEmpty());
            if (variable.getType() != null
                    && (each || local && tellsType(variable.getInitializer(), variable.getType()))) {
                report(variable, "var " + variable.getName());
            }
            return super.visitVariable(variable, nothing);
        }

        /** A diamond, a lambda or a method's result may take its type from the left side, and null has none. */
        private static boolean tellsType(ExpressionTree value, Tree declared) {
            return switch (value) {
                case null -> false;
                case LiteralTree literal -> isOfType(literal.getValue(), declared.toString());
                case TypeCastTree _ -> true;
                case NewClassTree made ->
                    !(made.getIdentifier() instanceof ParameterizedTypeTree type
                            && type.getTypeArguments().isEmpty());
                case MethodInvocationTree call ->
                    call.getMethodSelect() instanceof MemberSelectTree select
                            && select.getExpression() instanceof IdentifierTree owner
                            && owner.getName().contentEquals(declared.toString());
                default -> false;
            };
        }

        private static boolean isOfType(Object literal, String declared) {
            return switch (literal) {
                case null -> false;
                case String _ -> declared.equals("String");
                case Integer _ -> declared.equals("int");
                case Long _ -> declared.equals("long");
                case Double _ -> declared.equals("double");
                case Boolean _ -> declared.equals("boolean");
                case Character _ -> declared.equals("char");
                default -> false;
            };
        }

        private int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        private void report(Tree tree, String finding) {
            findings.add("%s:%d: %s"
                    .formatted(
                            Path.of(unit.getSourceFile().getName()).getFileName(),
                            unit.getLineMap().getLineNumber(start(tree)),
                            finding));
        }
    }
}
