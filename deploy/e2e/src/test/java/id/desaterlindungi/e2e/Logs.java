package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.e2e.fuzz.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the services and the database write down while the tests run. */
final class Logs {
    private final List<Path> files;
    private final Map<Path, Integer> read = new HashMap<>();

    Logs(List<Path> files) {
        this.files = files;
    }

    /** What was written since this was last asked holds nothing of anybody. */
    void requireNothingOf(Iterable<Person> people) throws IOException {
        var secrets = secrets(people);
        for (var file : files) {
            var all = Files.readAllBytes(file);
            var news = Arrays.copyOfRange(all, read.getOrDefault(file, 0), all.length);
            read.put(file, all.length);
            assertThat(secrets.in(new String(news, StandardCharsets.UTF_8)))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    /** NIKs, names and phones, in whatever form. */
    static Secrets secrets(Iterable<Person> people) {
        var secrets = new Secrets();
        people.forEach(person -> secrets.add(person.nik(), person.name(), person.phone()));
        return secrets;
    }
}
