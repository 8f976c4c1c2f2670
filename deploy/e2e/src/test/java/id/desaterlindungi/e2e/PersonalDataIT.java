package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last of all: by then every fault has had its chance to be logged. */
@Order(Integer.MAX_VALUE)
@ExtendWith(RunningSystem.class)
class PersonalDataIT {

    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern NUMBER = Pattern.compile("[0-9](?:[-. ]?[0-9]){9,}");
    private static final int NIK = 16;

    /** Without what stands before it, which is written 0, 62 or +62. */
    private static final int PHONE = 11;

    private final DesaSystem system;

    PersonalDataIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    void noLogHoldsANikANameOrAPhone() throws IOException {
        provokeProblems();
        var people = system.people().all();

        var data = system.stack().settings().data();
        var logs = List.of(system.enrollment().log(), system.reporting().log(), data.resolve("postgres.log"));

        for (Path log : logs) {
            var text = Files.readString(log);
            assertThat(text).as(log.getFileName().toString()).isNotBlank();
            assertThat(found(text, people)).as(log.getFileName().toString()).isEmpty();
            Measured.say("%s: %d lines without personal data of %d people"
                    .formatted(log.getFileName(), text.lines().count(), people.size()));
        }
    }

    @Test
    void searchFindsPersonalDataInEveryFormThatALogCouldHold() {
        var person = system.people().next();
        var nik = person.nik();
        var digits = person.phone().replace("-", "");
        var forms = List.of(
                "nik=" + nik,
                "nik_index failed: (" + nik.substring(0, 6) + " " + nik.substring(6, 12) + "-" + nik.substring(12)
                        + ")",
                "{\"name\":\"" + person.name() + "\"}",
                person.name().toUpperCase(Locale.ROOT),
                "phone " + person.phone(),
                "+62" + digits.substring(1));

        for (var form : forms) {
            assertThat(found("WARN [id.des] " + form + " refused", List.of(person)))
                    .as(form)
                    .isNotEmpty();
        }
    }

    /** Refusals and conflicts whose messages could quote what was sent. */
    private void provokeProblems() {
        var person = system.people().next();
        post(person.request());
        post(person.request()); // registered
        for (var field : Map.of(
                        "nik", person.nik() + "0", "phone", person.phone() + "-x", "name", person.name() + "\t?")
                .entrySet()) {
            post(with(system.people().next(), field.getKey(), field.getValue()));
        }
        post(with(system.people().next(), "villageCode", "16.01.07.2999"));
        post(with(system.people().next(), "birthDate", "1930-01-01"));
        post(with(system.people().next(), person.nik(), person.name())); // an unknown field
        post("{\"nik\":\"" + person.nik() + "\",\"name\":\"" + person.name() + "\",");
        post("[\"" + person.nik() + "\",\"" + person.name() + "\"]");
    }

    private void post(Object body) {
        system.askEnrollment()
                .body(body)
                .post("/v1/participants")
                .then()
                .statusCode(anyOf(equalTo(201), equalTo(400), equalTo(409), equalTo(422)));
    }

    private static Map<String, Object> with(Person person, String field, String value) {
        var request = new HashMap<>(person.request());
        request.put(field, value);
        return request;
    }

    /** What of the people's data stands in the text, whatever separators and case. */
    private static Set<String> found(String text, Iterable<Person> people) {
        var secrets = new HashSet<String>();
        for (var person : people) {
            secrets.add(person.nik());
            secrets.add(lastDigits(person.phone(), PHONE));
            words(person.name()).forEach(secrets::add);
        }
        var found = words(text).filter(secrets::contains).collect(Collectors.toSet());
        NUMBER.matcher(text)
                .results()
                .map(match -> match.group().replaceAll("\\D", ""))
                .forEach(number -> {
                    for (int length : new int[] {NIK, PHONE}) {
                        for (int i = 0; i + length <= number.length(); i++) {
                            var part = number.substring(i, i + length);
                            if (secrets.contains(part)) {
                                found.add(part);
                            }
                        }
                    }
                });
        return found;
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group().toLowerCase(Locale.ROOT));
    }

    private static String lastDigits(String text, int count) {
        var digits = text.replaceAll("\\D", "");
        return digits.substring(digits.length() - count);
    }
}
