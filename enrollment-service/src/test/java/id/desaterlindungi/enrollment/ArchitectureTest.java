package id.desaterlindungi.enrollment;

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
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import id.desaterlindungi.enrollment.http.Day;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
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

    private static final DescribedPredicate<JavaClass> BANNED_NAME = DescribedPredicate.describe(
            "a name that says nothing",
            type -> Stream.of("Impl", "Manager", "Helper", "Util", "Utils", "Common", "Service", "Dto")
                            .anyMatch(type.getSimpleName()::endsWith)
                    || type.getSimpleName().startsWith("Abstract"));

    /** A file with all that is nested in it. */
    private static final SliceAssignment FILES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getName().split("\\$", 2)[0]);
        }

        @Override
        public String getDescription() {
            return "files";
        }
    };

    /** Databases, HTTP but for how a field is read, and the life of an import. */
    private static final DescribedPredicate<JavaClass> NO_LISTS_MATTER = resideInAnyPackage(
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

    @TestFactory
    Stream<DynamicTest> rules() {
        return List.<ArchRule>of(
                        slices().matching("id.desaterlindungi.enrollment.(*)..")
                                .should()
                                .beFreeOfCycles(),
                        slices().assignedFrom(FILES).should().beFreeOfCycles(),
                        // What reads lists can be tried with a file alone, and an import does not care how it is
                        // written.
                        noClasses()
                                .that()
                                .resideInAPackage("..imports.list..")
                                .should()
                                .dependOnClassesThat(NO_LISTS_MATTER),
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
                        fields().should()
                                .notBeAnnotatedWith(Inject.class)
                                .andShould()
                                .notBeAnnotatedWith(ConfigProperty.class))
                .stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(SERVICE)));
    }
}
