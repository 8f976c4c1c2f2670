package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class KeptAnswersTest {
    @Inject
    RegisterStub register;

    @Inject
    KeptAnswers answers;

    @Inject
    ProjectionNews news;

    LocalStack stack;

    private final AtomicInteger readings = new AtomicInteger();

    private record Reading(int number, AsOf asOf) implements Dated<Reading> {
        @Override
        public Reading with(AsOf confirmed) {
            return new Reading(number, confirmed);
        }
    }

    @BeforeEach
    void caughtUp() {
        register.awaitFolded();
    }

    @Test
    void areReadOnceForAllWhoAskAtOnce() throws Exception {
        var request = List.<Object>of("test", UUID.randomUUID());
        try (var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var numbers = IntStream.range(0, 200)
                    .mapToObj(_ -> viewers.submit(() -> read(request)))
                    .toList();

            for (var number : numbers) {
                assertThat(number.get()).isBetween(1, 2); // Twice at most: a confirmation may fall between.
            }
        }
    }

    @Test
    void areReadAgainAfterAChange() {
        var request = List.<Object>of("test", UUID.randomUUID());
        assertThat(read(request)).isEqualTo(1);

        news.changed();

        assertThat(read(request)).isEqualTo(2);
    }

    @Test
    void areNotKeptIfTheyCouldNotBeRead() {
        var request = List.<Object>of("test", UUID.randomUUID());

        assertThatThrownBy(() -> answers.<Reading>answer(request, _ -> {
                    throw new IllegalStateException("no answer");
                }))
                .hasMessage("no answer");
        assertThat(answers.<Reading>answer(request, _ -> Optional.empty())).isEmpty();

        assertThat(read(request)).isEqualTo(1);
    }

    @Test
    void tellAGoalAtOnceToWhoStatedIt() {
        for (var target = 700; target < 720; target++) {
            var version = caller().get("/v1/goals/16.11.01").header("ETag");
            var stated = caller().contentType("application/json")
                    .headers(version == null ? Map.of() : Map.of("If-Match", version))
                    .body("""
                            {"target":%d,"baseline":10,"statedOn":"2026-03-02","dueOn":"2027-12-31","source":"Uji"}
                            """.formatted(target));
            var answer = stated.put("/v1/goals/16.11.01");
            assertThat(answer.statusCode()).isBetween(200, 201);

            caller().get("/v1/progress?within=16.11.01").then().body("goal.target", equalTo(target));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/areas?level=regency", "/breakdown?by=sex", "/history", "/forecast", "/funding"})
    void areNotSentAgainToWhoHasThem(String path) {
        var first = caller().get("/v1/progress" + path);
        var tag = first.header("ETag");

        assertThat(tag).startsWith("W/\"" + register.position() + "-");
        for (var held : List.of(tag, tag.substring(2), "\"x\", " + tag)) {
            caller().header("If-None-Match", held)
                    .get("/v1/progress" + path)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(emptyString());
        }
        register.enroll(person("16.13.01.2001"));
        register.awaitFolded();

        var later = caller().header("If-None-Match", tag).get("/v1/progress" + path);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.header("ETag")).isNotEqualTo(tag);
        assertThat(later.jsonPath().getLong("asOf.position")).isEqualTo(register.position());
    }

    private int read(List<Object> request) {
        return answers.answer(
                        request, snapshot -> Optional.of(new Reading(readings.incrementAndGet(), snapshot.asOf())))
                .orElseThrow()
                .answer()
                .number();
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }
}
