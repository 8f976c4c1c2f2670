package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.e2e.fuzz.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the services, those that a test has added too, and the database write down while the tests run. */
final class Logs {
    private static final List<String> ALWAYS = List.of("enrollment.log", "reporting.log", "postgres.log");

    private final Path directory;
    private final Map<Path, Integer> read = new HashMap<>();

    /** @param directory where each process keeps its log */
    Logs(Path directory) {
        this.directory = directory;
    }

    /** What was written since this was last asked holds nothing of anybody. */
    void requireNothingOf(Iterable<Person> people) throws IOException {
        var secrets = secrets(people);
        for (var file : files()) {
            var all = Files.readAllBytes(file);
            var news = Arrays.copyOfRange(all, read.getOrDefault(file, 0), all.length);
            read.put(file, all.length);
            requireNone(secrets, file, new String(news, StandardCharsets.UTF_8));
        }
    }

    /** From the first line on. */
    void requireNone(Secrets secrets) throws IOException {
        for (var file : files()) {
            requireNone(secrets, file, Files.readString(file));
        }
    }

    private static void requireNone(Secrets secrets, Path file, String text) {
        assertThat(secrets.in(text)).as(file.getFileName().toString()).isEmpty();
    }

    /** Of those that always write, each holds something: with an empty one, what should be looked at is elsewhere. */
    private List<Path> files() throws IOException {
        for (var name : ALWAYS) {
            assertThat(directory.resolve(name)).isNotEmptyFile();
        }
        try (var logs = Files.newDirectoryStream(directory, "*.log")) {
            var files = new ArrayList<Path>();
            logs.forEach(files::add);
            return files;
        }
    }

    /** NIKs, names and phones, in whatever form. */
    static Secrets secrets(Iterable<Person> people) {
        var secrets = new Secrets();
        people.forEach(person -> secrets.add(person.nik(), person.name(), person.phone()));
        return secrets;
    }
}
