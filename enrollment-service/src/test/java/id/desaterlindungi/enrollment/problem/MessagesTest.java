package id.desaterlindungi.enrollment.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern FINDING = Pattern.compile(
            "(?:Finding\\.at\\(\\s*[^,]+,\\s*|\"/[A-Za-z]+\",\\s*|new Misfit\\(\\s*|(?:required|optional)\\(\\s*\"/[A-Za-z]+\"[^\"]*)\"([a-z-]+)\"");

    @Test
    void offersEveryTextInBothLanguages() {
        assertThat(keys("")).isEqualTo(keys("en")).isNotEmpty();
    }

    @Test
    void hasATextForEveryFindingInTheCode() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                FINDING.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }

        assertThat(used)
                .contains("phone-format")
                .hasSizeGreaterThan(15)
                .allSatisfy(code -> assertThat(keys("")).contains("finding." + code));
    }

    @Test
    void fallsBackToIndonesianAndNeverToTheMachinesLanguage() {
        assertThat(Messages.in(List.of(Locale.FRENCH)).text("problem.not-found.title", List.of()))
                .isEqualTo("Alamat tidak ditemukan");
    }

    private static Set<String> keys(String language) {
        return ResourceBundle.getBundle(
                        "messages",
                        Locale.of(language),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .keySet();
    }
}
