package id.desaterlindungi.reporting.pages.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** That the texts fit their parameters the build sees; a text that one language lacks it would take from the other. */
class WordsTest {
    @Test
    void everyTextIsThereInBothLanguages() throws Exception {
        var words = Arrays.stream(Words.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.contains("$"))
                .toList();

        for (var language : Language.values()) {
            var texts = texts(language.code());
            assertThat(texts.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(words);
            assertThat(texts.values())
                    .allSatisfy(text -> assertThat(text.toString()).isNotBlank());
        }
    }

    private static Properties texts(String language) throws Exception {
        var texts = new Properties();
        try (var file = new InputStreamReader(
                Objects.requireNonNull(WordsTest.class.getResourceAsStream("/messages/w_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(file);
        }
        return texts;
    }
}
