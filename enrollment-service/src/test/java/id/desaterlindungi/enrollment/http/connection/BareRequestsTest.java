package id.desaterlindungi.enrollment.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client library would send them. */
@EnrollmentTest
class BareRequestsTest {
    private static final String READ = "/v1/areas";
    private static final String BODY = "{\"nik\":\"1601074507849999\"}";

    LocalStack stack;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 26",
                "Content-Length: abc",
                "Content-Length: -1",
            })
    void refusesABodyWhoseEndIsNotCertain(String headers) throws IOException {
        refused("POST /v1/participants/search HTTP/1.1", headers + "\r\n", chunked(""), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/participants/search, zz",
        "/v1/participants/search, ffffffffffffffff",
        "/v1/imports, zz",
        "/v1/imports, ffffffffffffffff",
    })
    void refusesABodyThatBreaksOff(String path, String chunk) throws IOException {
        refused(
                "POST " + path + " HTTP/1.1",
                "Transfer-Encoding: chunked\r\n",
                "3\r\n{ \"\r\n" + chunk + "\r\n\r\n",
                400);
    }

    /** The first is added to each request here. */
    @Test
    void refusesASecondToken() throws IOException {
        refused("GET " + READ + " HTTP/1.1", "Authorization: Bearer x\r\n", "", 400);
    }

    @Test
    void refusesABodyThatIsLongerThanAnyByItsLengthAlone() throws IOException {
        refused("POST /v1/participants/search HTTP/1.1", "Content-Length: 4611686018427387904\r\n", "{", 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Checksum: abc\r\n", "X-One: 1\r\nX-Two: 2\r\n"})
    void readsABodyWithTrailers(String trailers) throws IOException {
        var answer = sent(
                "POST /v1/participants/search HTTP/1.1",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\n",
                chunked(trailers));

        assertThat(answer).startsWith("HTTP/1.1 20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: b\r\n",
                "Host: a\r\nHost: a\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host:\r\n"
            })
    void refusesAnyButOneHost(String hosts) throws IOException {
        var answer = sent("GET " + READ + " HTTP/1.1", hosts, "");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "host-one");
    }

    /** The work would be done, and no answer could be written. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.7"})
    void refusesOtherVersions(String version) throws IOException {
        refused("POST /v1/participants/search " + version, "Content-Length: " + BODY.length() + "\r\n", BODY, 400);
    }

    @Test
    void refusesAnAcceptThatSaysNothing() throws IOException {
        refused("GET " + READ + " HTTP/1.1", "Accept: \r\n", "", 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1", "[::1]:8080", "api.desa_terlindungi.example"})
    void takesAnyServersName(String host) throws IOException {
        assertThat(sent("GET " + READ + " HTTP/1.1", "Host: " + host + "\r\n", ""))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | 400",
                "GET | 400",
                "G@T / HTTP/1.1 | 400",
                "GET / HTTP/x | 400",
                "GET /v1/nothing HTTP/1.1 | 404",
                "GET /nothing HTTP/1.1 | 404",
                "GET // HTTP/1.1 | 400",
                "GET nothing HTTP/1.1 | 404",
                "GET * HTTP/1.1 | 404",
                "OPTIONS * HTTP/1.1 | 404",
                "CONNECT localhost:1 HTTP/1.1 | 404",
                "GET /q/nothing HTTP/1.1 | 404",
                "GET /q/swagger-ui/nothing HTTP/1.1 | 404",
                "GET /q/swagger-ui/..%2f..%2fapplication.properties HTTP/1.1 | 404",
                "GET /q/openapi?x=%zz HTTP/1.1 | 400",
                "GET /v1/%2fnothing HTTP/1.1 | 404",
                "GET /v1/nothing%2f1 HTTP/1.1 | 404",
                "GET /v1/%00 HTTP/1.1 | 400",
                "GET /v1/% HTTP/1.1 | 400",
                "GET /v1/%zz HTTP/1.1 | 400",
                "GET /v1/areas?within=%zz HTTP/1.1 | 400",
                "GET /v1/areas?%zz=1 HTTP/1.1 | 400",
                "GET /v1/areas?within=%00 HTTP/1.1 | 400",
                "GET /v1/areas\\ HTTP/1.1 | 400",
                "DELETE /v1/areas HTTP/1.1 | 405",
                "TRACE /v1/areas HTTP/1.1 | 405",
                "ODD /v1/areas HTTP/1.1 | 405",
            })
    void answersWhatNoOperationTakes(String line, int status) throws IOException {
        refused(line, "", "", status);
    }

    @Test
    void refusesAnAddressThatIsTooLong() throws IOException {
        refused("GET " + READ + "?q=" + "x".repeat(9_000) + " HTTP/1.1", "", "", 414);
    }

    @ParameterizedTest
    @CsvSource({"x,1,431", "x: ,1,431", "no colon,0,400", "a name: x,0,400"})
    void refusesHeadersThatItCannotRead(String header, int thousands, int status) throws IOException {
        refused("GET " + READ + " HTTP/1.1", header + "x".repeat(thousands * 50_000) + "\r\n", "", status);
    }

    @Test
    void speaksTheReadersLanguageThereToo() throws IOException {
        assertThat(sent("GET /q/nothing HTTP/1.1", "Host: x\r\nAccept-Language: en\r\n", ""))
                .contains("There is nothing at this address.");
    }

    /** Whoever sends the next has no connection to open, as long as the one before was read. */
    @Test
    void keepsTheConnectionOnWhichABodyCame() throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            var head =
                    "POST /v1/participants/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + stack.token("branch", "16") + "\r\n";
            var whole = head + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
            for (var request : List.of(whole, head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(""), whole)) {
                var half = request.length() - BODY.length() / 2;
                socket.getOutputStream().write(request.substring(0, half).getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(request.substring(half).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(head(socket)).startsWith("http/1.1 2").doesNotContain("connection: close");
            }
        }
    }

    /** Of the next answer, whose body is read too. */
    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            var next = socket.getInputStream().read();
            assertThat(next).as("the rest of " + head).isNotNegative();
            head.append((char) next);
        }
        var lines = head.toString().toLowerCase(Locale.ROOT);
        var length = Pattern.compile("content-length: (\\d+)").matcher(lines);
        if (length.find()) {
            socket.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
        }
        return lines;
    }

    private void refused(String line, String headers, String body, int status) throws IOException {
        var answer = sent(line, "Host: localhost\r\n" + headers, body);

        assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
        assertThat(answer).contains("\"status\":" + status, "\"type\":\"urn:desaterlindungi:problem:");
    }

    private static String chunked(String trailers) {
        return Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n" + trailers + "\r\n";
    }

    private String sent(String line, String headers, String body) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            var request = line + "\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + stack.token("branch", "16") + "\r\n" + headers + "\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
