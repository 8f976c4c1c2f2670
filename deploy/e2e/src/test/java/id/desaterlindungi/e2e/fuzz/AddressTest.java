package id.desaterlindungi.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/imports/a, /v1/imports/a",
        "/v1/imports/;a=b, /v1/imports",
        "/v1/imports/., /v1/imports",
        "/v1//imports/, /v1/imports",
        "/v1/imports/a;a=b/rows, /v1/imports/a/rows",
        "/v1/imports/b/../a, /v1/imports/a",
        "/v1/imports/%2e%2E/areas, /v1/areas",
        "/../v1/%61reas, /v1/areas",
        "http://stranger.example/v1/areas, /v1/areas",
        "/v1/imports/a%2Fb, /v1/imports/a%2Fb",
        "/v1/imports/%z, /v1/imports/%z",
        "*, /*"
    })
    void isWhatAServerTakesItFor(String sent, String understood) {
        assertThat(Address.of(sent)).isEqualTo(understood);
    }
}
