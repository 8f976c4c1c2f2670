package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both services as they are seen through an nginx that compresses and buffers, as it does by default. */
@ExtendWith(RunningSystem.class)
class ProxiedIT {
    private static final String COMPRESSED =
            "gzip_types *; gzip_proxied any; gzip_min_length 1; proxy_http_version 1.1;";

    private final DesaSystem system;

    ProxiedIT(DesaSystem system) {
        this.system = system;
    }

    /** Its default is to compress HTML alone; the second compresses whatever it can, for whoever can unpack it. */
    private static Stream<Arguments> proxiesAndClients() {
        return Stream.of("", COMPRESSED)
                .flatMap(settings -> Stream.of("identity", "gzip").map(encoding -> Arguments.of(settings, encoding)));
    }

    @ParameterizedTest
    @MethodSource("proxiesAndClients")
    void streamIsSeenAsItHappens(String settings, String encoding) throws Exception {
        try (var nginx = nginx(system.reporting(), settings);
                var stream = new ProgressStream(nginx.url(), system.token(), encoding)) {
            var enrolled = system.people().next();

            var before = stream.last().position();
            system.askEnrollment()
                    .body(enrolled.request())
                    .post("/v1/participants")
                    .then()
                    .statusCode(201);

            assertThat(stream.awaitPosition(before + 1).position()).isGreaterThan(before);
        }
    }

    /** Held up in the middle, a list is seen to be there: nothing waits for more to come. */
    @ParameterizedTest
    @MethodSource("proxiesAndClients")
    void importIsSeenAsItGoesOn(String settings, String encoding) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (var nginx = nginx(system.enrollment(), settings);
                var register = system.registerDatabase()) {
            register.setAutoCommit(false);
            Sql.execute(
                    register, "lock table import_row in share row exclusive mode"); // No verdict is written meanwhile.
            String id = system.askEnrollment()
                    .contentType("text/csv")
                    .body(
                            "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n1;%s;;;;;;;\n"
                                    .formatted(UUID.randomUUID()))
                    .post("/v1/imports")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id");
            try (var stream = new EventStream(
                    nginx.url().resolve("/v1/imports/" + id + "/stream"), system.token(), encoding, told::add)) {
                await().until(() -> !told.isEmpty());
                assertThat(stream.isOver()).isFalse();

                register.rollback();

                await().until(stream::isOver);
                assertThat(told.getLast()).contains("\"state\":\"CHECKED\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", COMPRESSED})
    void answersArriveWhole(String settings) throws Exception {
        try (var nginx = nginx(system.enrollment(), settings)) {
            for (var accept : new String[] {"application/json", "text/csv"}) {
                var direct = system.askEnrollment().accept(accept).get("/v1/participants?within=16.01.07&segment=PU");
                var proxied = proxied(nginx).accept(accept).get("/v1/participants?within=16.01.07&segment=PU");

                assertThat(proxied.statusCode()).isEqualTo(200);
                assertThat(withoutCursor(proxied.asString())).isEqualTo(withoutCursor(direct.asString()));
            }
        }
    }

    /** A proxy that compresses an answer makes its tag a weak one, and that is what its client sends back. */
    @Test
    void tagThatAProxyMadeWeakIsTakenForAChange() throws Exception {
        try (var nginx = nginx(system.enrollment(), COMPRESSED + "proxy_set_header Accept-Encoding \"\";")) {
            String id = system.askEnrollment()
                    .body(system.people().next().request())
                    .post("/v1/participants")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            var tag = proxied(nginx).get("/v1/participants/" + id).header("ETag");
            assertThat(tag).isEqualTo("W/\"1\"");

            var changed = proxied(nginx)
                    .contentType(JSON)
                    .header("If-Match", tag)
                    .body("{\"name\":\"Ujicoba Berubah\"}")
                    .patch("/v1/participants/" + id);

            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(proxied(nginx)
                            .contentType(JSON)
                            .header("If-Match", tag)
                            .body("{\"name\":\"Ujicoba Terlambat\"}")
                            .patch("/v1/participants/" + id)
                            .statusCode())
                    .isEqualTo(412);
        }
    }

    /** A cursor is sealed anew in each answer. */
    private static String withoutCursor(String answer) {
        return answer.replaceFirst("\"next\":\"[^\"]+\"", "\"next\":\"…\"");
    }

    private RequestSpecification proxied(Nginx nginx) {
        return given().baseUri(nginx.url().toString()).auth().oauth2(system.token());
    }

    private Nginx nginx(Service service, String settings) throws Exception {
        var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        return Nginx.before(
                service.url(), module.resolve("../..").normalize(), module.resolve("target/nginx"), settings);
    }
}
