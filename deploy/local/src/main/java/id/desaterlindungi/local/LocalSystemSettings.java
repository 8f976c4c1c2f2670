package id.desaterlindungi.local;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the local system is and what it takes, from the environment.
 *
 * @param root of the source tree
 */
record LocalSystemSettings(
        Path root,
        StackSettings stack,
        int enrollmentPort,
        int enrollmentManagementPort,
        int reportingPort,
        int reportingManagementPort,
        int keycloakPort) {
    static final String PORT_VARIABLES =
            "DESA_ENROLLMENT_PORT, DESA_ENROLLMENT_MANAGEMENT_PORT, DESA_REPORTING_PORT, DESA_REPORTING_MANAGEMENT_PORT,"
                    + " DESA_POSTGRES_PORT, DESA_KAFKA_PORT, DESA_OIDC_PORT, DESA_KEYCLOAK_PORT";

    static LocalSystemSettings fromEnvironment() {
        var environment = System.getenv();
        var root = Path.of(environment.getOrDefault("DESA_ROOT", "."))
                .toAbsolutePath()
                .normalize();
        var data = Path.of(environment.getOrDefault("DESA_DATA", root + "/deploy/local/.data"));
        var stack = new StackSettings(
                data,
                port(environment, "DESA_POSTGRES_PORT", 15432),
                port(environment, "DESA_KAFKA_PORT", 19092),
                0,
                port(environment, "DESA_OIDC_PORT", 18080));
        return new LocalSystemSettings(
                root,
                stack,
                port(environment, "DESA_ENROLLMENT_PORT", 8080),
                port(environment, "DESA_ENROLLMENT_MANAGEMENT_PORT", 9080),
                port(environment, "DESA_REPORTING_PORT", 8081),
                port(environment, "DESA_REPORTING_MANAGEMENT_PORT", 9081),
                port(environment, "DESA_KEYCLOAK_PORT", 18180));
    }

    Path data() {
        return stack.data();
    }

    private static int port(Map<String, String> environment, String variable, int usual) {
        var value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            return usual;
        }
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalStateException(variable + " is no port: " + value);
        }
        return Integer.parseInt(value);
    }
}
