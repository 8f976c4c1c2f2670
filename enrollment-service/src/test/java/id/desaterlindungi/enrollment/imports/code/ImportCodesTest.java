package id.desaterlindungi.enrollment.imports.code;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.imports.code.ImportCodeResource.ImportCodeList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of what lists can be told: whole, and the same on its page. */
class ImportCodesTest {
    private static final Path CODE = Path.of("src/main/java/id/desaterlindungi/enrollment");
    private static final Pattern TEXT = Pattern.compile("\"([a-z]+(?:-[a-z0-9]+)+)\"");

    @Test
    void hasEachCodeThatTheCheckOfAListUses() throws IOException {
        var texts = ResourceBundle.getBundle("messages");
        var used = new TreeSet<String>();
        for (var place : new String[] {
            "imports/file",
            "imports/Staging.java",
            "imports/ImportCheck.java",
            "imports/RegisteredPeople.java",
            "participant/EnrollmentCheck.java"
        }) {
            try (var files = Files.walk(CODE.resolve(place))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    TEXT.matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group(1))
                            .filter(code -> texts.containsKey("finding." + code))
                            .forEach(used::add);
                }
            }
        }
        used.remove("parameter-unknown"); // Of a default, not of the list.
        used.removeAll(Set.of("phone-format", "kpj-format")); // A list leaves them out.

        assertThat(ListCode.ALL)
                .extracting(ListCode::code)
                .as("each code that a list can have; those of fields that it leaves out are named in this test")
                .doesNotHaveDuplicates()
                .containsAll(used);
        assertThat(used).hasSizeGreaterThan(60);
    }

    @Test
    void standsOnThePageOfLists() throws IOException {
        assertThat(Files.readString(Path.of("docs/imports.md")))
                .contains("<!-- codes -->\n" + ImportCodeList.asMarkdown() + "<!-- -->");
    }
}
