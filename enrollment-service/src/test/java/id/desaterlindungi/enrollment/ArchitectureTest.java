package id.desaterlindungi.enrollment;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import id.desaterlindungi.enrollment.http.Day;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The structure of the service: few rooms, one direction. */
class ArchitectureTest {
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("id.desaterlindungi.enrollment");

    private static final DescribedPredicate<JavaClass> BANNED_NAME = describe(
            "a name that says nothing",
            type -> Stream.of("Impl", "Manager", "Helper", "Util", "Utils", "Common", "Service", "Dto")
                            .anyMatch(type.getSimpleName()::endsWith)
                    || type.getSimpleName().startsWith("Abstract"));

    private static String fileOf(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    /** A file with all that is nested in it. */
    private static final SliceAssignment FILES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(fileOf(type));
        }

        @Override
        public String getDescription() {
            return "files";
        }
    };

    /** Databases, HTTP but for how a field is read, and the life of an import. */
    private static final DescribedPredicate<JavaClass> NO_FILES_MATTER = resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "jakarta.persistence..",
                    "jakarta.transaction..",
                    "jakarta.ws.rs..",
                    "org.jdbi..",
                    "org.hibernate..",
                    "io.netty..",
                    "io.vertx..",
                    "..enrollment.http..",
                    "id.desaterlindungi.enrollment.imports")
            .and(DescribedPredicate.not(type(Fields.class).or(type(Day.class))))
            .or(type(ProblemException.class))
            .as("belong to a database, to HTTP or to the life of an import");

    private static final Set<String> PARSED = Set.of(
            "getAcceptableLanguages",
            "getLanguage",
            "getDate",
            "getLength",
            "getMediaType",
            "getCookies",
            "getAbsolutePath",
            "getAbsolutePathBuilder",
            "getBaseUri",
            "getRequestUri",
            "created",
            "location",
            "contentLocation");

    private static final List<Class<? extends Annotation>> WRITES =
            List.of(POST.class, PUT.class, PATCH.class, DELETE.class);

    private static final Set<String> CHANGE_NOTHING = Set.of("search", "quote", "batch");

    /** By {@code Change} or {@code Idempotency}, whose answers are made within their transactions. */
    private static ArchCondition<JavaMethod> answerBeforeTheCommit() {
        return new ArchCondition<>("be answered by Change or Idempotency") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var answered = method.getOwner().getMethodCallsFromSelf().stream()
                        .filter(call -> ANSWERS.contains(call.getTargetOwner().getSimpleName()))
                        .map(call -> call.getOrigin().getName())
                        .anyMatch(origin -> origin.equals(method.getName()) || origin.equals("answer"));
                events.add(
                        new SimpleConditionEvent(method, answered, method.getFullName() + " answered so: " + answered));
            }
        };
    }

    private static final Set<String> ANSWERS = Set.of("Change", "Idempotency", "SingleEnrollments");

    /** A larger one has a smaller house in it. */
    private static final int MOST_FILES = 25;

    private static ArchCondition<JavaClass> liveInSmallPackages() {
        return new ArchCondition<>("live in a package of at most " + MOST_FILES + " files") {
            private final Map<String, Set<String>> files = new TreeMap<>();

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getSimpleName().equals("package-info")) {
                    files.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
                            .add(fileOf(type));
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                files.forEach((name, those) -> events.add(new SimpleConditionEvent(
                        name, those.size() <= MOST_FILES, name + " has " + those.size() + " files")));
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        return List.<ArchRule>of(
                        slices().matching("id.desaterlindungi.enrollment.(*)..")
                                .should()
                                .beFreeOfCycles(),
                        slices().assignedFrom(FILES).should().beFreeOfCycles(),
                        // What reads files can be tried with a file alone. An import does not know how a file is
                        // written.
                        noClasses()
                                .that()
                                .resideInAPackage("..imports.file..")
                                .should()
                                .dependOnClassesThat(NO_FILES_MATTER),
                        // What a row means is read from what was found in the file, and not the other way.
                        noClasses()
                                .that()
                                .resideInAPackage("..imports.file..")
                                .and()
                                .resideOutsideOfPackage("..imports.file.row")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("..imports.file.row"),
                        classes().should(liveInSmallPackages()),
                        // A number that nobody looked at would stop something in the middle of the night.
                        methods()
                                .that()
                                .areDeclaredInClassesThat()
                                .areAnnotatedWith(ConfigMapping.class)
                                .and()
                                .haveRawReturnType(equivalentTo(int.class)
                                        .or(equivalentTo(long.class))
                                        .or(equivalentTo(Duration.class))
                                        .or(equivalentTo(MemorySize.class)))
                                .should()
                                .beAnnotatedWith(WithConverter.class),
                        // Files can be received, and a step repeated, without knowing what for.
                        noClasses()
                                .that()
                                .resideInAPackage("..imports.upload..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "id.desaterlindungi.enrollment.imports", "..imports.file..", "org.jdbi.."),
                        noClasses()
                                .that()
                                .resideInAPackage("..background..")
                                .should()
                                .dependOnClassesThat(resideInAPackage("id.desaterlindungi..")
                                        .and(DescribedPredicate.not(resideInAPackage("..background..")))),
                        // What a person's record is made of knows nothing of the record.
                        noClasses()
                                .that()
                                .resideInAPackage("..participant.codes..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("id.desaterlindungi.enrollment.participant"),
                        // One direction: features stand on events, sealing and http; all stand on problem.
                        noClasses()
                                .that()
                                .resideInAPackage("..events..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("..participant..", "..area.."),
                        noClasses()
                                .that()
                                .resideInAPackage("..area..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("..participant..", "..events..", "..sealing.."),
                        noClasses()
                                .that()
                                .resideInAPackage("..problem..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "..participant..",
                                        "..area..",
                                        "..events..",
                                        "..enrollment.http..",
                                        "..sealing.."),
                        // Codes and costs are told about the register; nothing in it depends on them.
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("..reference..", "..contribution..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("..reference..", "..contribution.."),
                        // Lists go into the register by its own way in; nothing depends on them.
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("..imports..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("..imports.."),
                        noClasses()
                                .that()
                                .haveSimpleNameEndingWith("Resource")
                                .should()
                                .bePublic(),
                        noClasses().should(be(BANNED_NAME)),
                        classes().that().areAnnotatedWith(Path.class).should().haveSimpleNameEndingWith("Resource"),
                        methods()
                                .that()
                                .areAnnotatedWith(GET.class)
                                .or()
                                .areAnnotatedWith(POST.class)
                                .should()
                                .beAnnotatedWith(Operation.class)
                                .andShould()
                                .bePublic(),
                        // Parsed when they are asked for, which fails for headers that are odd; or what a stranger
                        // sent.
                        noClasses()
                                .should()
                                .callMethodWhere(describe(
                                        "asks the framework to parse a header",
                                        call -> PARSED.contains(call.getTarget().getName())
                                                // What chose the operation has been parsed.
                                                && !call.getTargetOwner().isEquivalentTo(ReaderInterceptorContext.class)
                                                && call.getTargetOwner()
                                                        .getPackageName()
                                                        .startsWith("jakarta.ws.rs"))),
                        // Batches commit operation by operation; searches and quotes change nothing.
                        methods()
                                .that(describe(
                                        "change something",
                                        method -> WRITES.stream().anyMatch(method::isAnnotatedWith)
                                                && !CHANGE_NOTHING.contains(method.getName())))
                                .should(answerBeforeTheCommit()),
                        classes()
                                .that()
                                .areAnnotatedWith(ConfigMapping.class)
                                .should()
                                .haveSimpleNameEndingWith("Settings"),
                        noClasses().should().beAnnotatedWith(Singleton.class),
                        fields().should()
                                .notBeAnnotatedWith(Inject.class)
                                .andShould()
                                .notBeAnnotatedWith(ConfigProperty.class))
                .stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(SERVICE)));
    }
}
