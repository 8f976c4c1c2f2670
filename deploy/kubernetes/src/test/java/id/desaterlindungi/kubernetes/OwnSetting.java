package id.desaterlindungi.kubernetes;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.ToolProvider;

/**
 * A setting of a service's own, as its {@code @ConfigMapping} says in the source.
 *
 * @param name as Quarkus calls it
 * @param type as in the source
 * @param standard what holds where nobody sets it
 * @param meaning the method's javadoc on one line, empty where it has none
 */
record OwnSetting(String name, String type, Optional<String> standard, String meaning) {
    /** @param service folder in the source tree */
    static List<OwnSetting> of(String service) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
                var walk = Files.walk(Path.of("../..", service, "src/main/java"))) {
            var sources = new ArrayList<Path>();
            for (var file :
                    walk.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("@ConfigMapping")) {
                    sources.add(file);
                }
            }
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var found = new ArrayList<OwnSetting>();
            for (var unit : task.parse()) {
                new Reader(Trees.instance(task), found).scan(new TreePath(unit), null);
            }
            found.sort(Comparator.comparing(OwnSetting::name));
            return List.copyOf(found);
        }
    }

    /** As a reader writes a value of the type. */
    String unit() {
        return switch (type) {
            case "Duration" -> "duration: `200ms`, `10s`, `5m`, `1h`, `30d`";
            case "MemorySize" -> "bytes: `64K`, `8M`, `2G`";
            case "int", "long", "short" -> "number";
            case "boolean" -> "`true` or `false`";
            case "LocalDate" -> "day: `2014-01-01`";
            case "Optional<URI>" -> "address";
            case "Path" -> "directory";
            case "Optional<Path>" -> "file";
            case "String", "Optional<String>" -> "text";
            case "Optional<List<String>>" -> "list, with commas";
            default -> throw new IllegalStateException("How is a " + type + " written? " + name);
        };
    }

    private static final class Reader extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final List<OwnSetting> found;

        Reader(Trees trees, List<OwnSetting> found) {
            this.trees = trees;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            annotation(type.getModifiers(), "ConfigMapping").ifPresent(prefix -> {
                for (var member : type.getMembers()) {
                    if (member instanceof MethodTree method) {
                        found.add(read(prefix, method, new TreePath(getCurrentPath(), method)));
                    }
                }
            });
            return super.visitClass(type, null);
        }

        private OwnSetting read(String prefix, MethodTree method, TreePath path) {
            var comment = Optional.ofNullable(trees.getDocComment(path)).orElse("");
            return new OwnSetting(
                    prefix + "." + kebab(method.getName().toString()),
                    String.valueOf(method.getReturnType()),
                    annotation(method.getModifiers(), "WithDefault"),
                    comment.replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
                            .replaceAll("\\s+", " ")
                            .strip());
        }

        private static Optional<String> annotation(ModifiersTree modifiers, String name) {
            return modifiers.getAnnotations().stream()
                    .filter(one -> one.getAnnotationType().toString().equals(name))
                    .map(Reader::text)
                    .findFirst();
        }

        private static String text(AnnotationTree annotation) {
            var argument = annotation.getArguments().getFirst();
            var value = argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
            return String.valueOf(((LiteralTree) value).getValue());
        }

        private static String kebab(String name) {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }
}
