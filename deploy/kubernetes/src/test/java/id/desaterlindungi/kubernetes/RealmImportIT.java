package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The realm that Keycloak's operator makes is that of the local system, without what is there to try it. That realm itself is tried with
 * a real Keycloak, by {@code KeycloakIT} of {@code deploy/e2e}.
 */
class RealmImportIT {
    private static final Path REALM = Path.of("../local/keycloak/realm.json");
    private static final String EXAMPLE = "example-program";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(DESA_\\w+)}");
    private static final Pattern TABLE = Pattern.compile("(?s)<!-- rights: [\\w-]+ -->(.*?)<!-- -->");
    private static final Pattern PROGRAM = Pattern.compile("(service) \\((.+)\\)");

    /** Keycloak's own, and the one that makes tokens fit both services. */
    private static final Set<String> SCOPES_OF_ALL = Set.of("basic", "roles", "desa-terlindungi");

    /** A code is a text, though {@code 16} looks like a number. */
    private static final YAMLMapper PLAIN = YAMLMapper.builder(new YAMLFactory())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    @Test
    void isTheRealmOfTheLocalSystem() throws IOException {
        Kept.same(
                Path.of("components/keycloak/realm-import.yaml"),
                "# Made from deploy/local/keycloak/realm.json by deploy/kubernetes/verify --write.\n"
                        + PLAIN.writeValueAsString(realmImport()));
    }

    @Test
    void isReadAsItWasMeant() throws IOException {
        var rendered = Manifests.of("../components/keycloak").documents();

        assertThat(rendered).isEqualTo(List.of(realmImport()));
    }

    /** A placeholder that nobody fills would become a password that everybody can read here. */
    @Test
    void holdsNobodyAndNoSecret() throws IOException {
        var made = realmImport();
        var placeholders = new TreeSet<String>();
        PLACEHOLDER.matcher(made.at("/spec/realm").toString()).results().forEach(one -> placeholders.add(one.group(1)));

        assertThat(made.at("/spec/realm/users"))
                .isNotEmpty()
                .allSatisfy(user -> assertThat(user.has("credentials")).isFalse());
        assertThat(made.at("/spec/placeholders").properties())
                .extracting(one -> one.getKey())
                .containsExactlyInAnyOrderElementsOf(placeholders);
        for (var realm : List.of(realm(), made.at("/spec/realm"))) {
            assertThat(realm.findValuesAsText("secret"))
                    .isNotEmpty()
                    .allSatisfy(secret -> assertThat(secret).matches(PLACEHOLDER));
            assertThat(realm.findValues("credentials"))
                    .allSatisfy(credentials -> assertThat(credentials.findValuesAsText("value"))
                            .allSatisfy(secret -> assertThat(secret).matches(PLACEHOLDER)));
        }
    }

    /** The tables of the README are made from the code. */
    @Test
    void hasTheRolesAndScopesOfTheServices() throws IOException {
        var roles = new TreeSet<String>();
        var scopes = new TreeSet<String>();
        var tables = TABLE.matcher(Files.readString(Path.of("../../README.md")));
        while (tables.find()) {
            tables.group(1)
                    .lines()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| who"))
                    .map(line -> line.split("\\|")[1].strip())
                    .filter(who -> !who.startsWith("everybody") && !who.startsWith("any"))
                    .flatMap(who -> Stream.of(who.split(", ")))
                    .forEach(who -> {
                        var program = PROGRAM.matcher(who);
                        if (program.matches()) {
                            scopes.add(program.group(2));
                        }
                        roles.add(program.matches() ? program.group(1) : who);
                    });
        }

        var realm = realm();
        assertThat(names(realm.at("/roles/realm"))).isEqualTo(roles);
        assertThat(scopes).hasSize(5);
        scopes.addAll(SCOPES_OF_ALL);
        assertThat(names(realm.path("clientScopes"))).isEqualTo(scopes);
    }

    /** Without the role that Keycloak gives to everybody, which is made of others. */
    private static Set<String> names(JsonNode list) {
        var names = new TreeSet<String>();
        list.forEach(one -> {
            if (!one.path("composite").asBoolean()) {
                names.add(one.path("name").asText());
            }
        });
        return names;
    }

    private static JsonNode realm() throws IOException {
        return PLAIN.readTree(REALM.toFile());
    }

    private static JsonNode realmImport() throws IOException {
        var realm = (ObjectNode) realm();
        // People come in through the console, and each program of another house is its own decision.
        remove(
                realm,
                "users",
                user -> !user.has("serviceAccountClientId") || isOfExample(user, "serviceAccountClientId"));
        remove(realm, "clients", client -> isOfExample(client, "clientId"));
        remove(realm, "scopeMappings", mapping -> isOfExample(mapping, "client"));
        for (var client : realm.path("clients")) {
            if (client.path("clientId").asText().equals("web")) {
                ((ObjectNode) client).putArray("redirectUris").add(pages() + "/*");
                ((ObjectNode) client).putArray("webOrigins").add(pages());
            }
            if (client.path("clientId").asText().equals("pages")) {
                ((ObjectNode) client).putArray("redirectUris").add(pages() + "/sign-in/done");
                ((ObjectNode) client.path("attributes")).put("post.logout.redirect.uris", pages() + "/");
            }
        }

        var made = PLAIN.createObjectNode();
        made.put("apiVersion", "k8s.keycloak.org/v2alpha1").put("kind", "KeycloakRealmImport");
        made.putObject("metadata").put("name", realm.path("realm").asText());
        var spec = made.putObject("spec").put("keycloakCRName", "keycloak");
        var placeholders = spec.putObject("placeholders");
        // The same secrets from which the reporting service reads them.
        fill(placeholders, "DESA_REPORTING_SECRET", "reporting-oidc-client");
        fill(placeholders, "DESA_PAGES_SECRET", "reporting-sign-in");
        fill(placeholders, "DESA_OPERATIONS_SECRET", "operations-oidc-client");
        spec.set("realm", realm);
        return made;
    }

    private static void fill(ObjectNode placeholders, String placeholder, String secret) {
        placeholders
                .putObject(placeholder)
                .putObject("secret")
                .put("name", secret)
                .put("key", "client-secret");
    }

    private static void remove(ObjectNode realm, String list, Predicate<JsonNode> which) {
        var left = PLAIN.createArrayNode();
        realm.path(list).forEach(one -> {
            if (!which.test(one)) {
                left.add(one);
            }
        });
        assertThat(left.size()).as(list).isLessThan(realm.path(list).size());
        realm.set(list, left);
    }

    private static boolean isOfExample(JsonNode one, String field) {
        return one.path(field).asText().equals(EXAMPLE);
    }

    /** Where the gateway's component has them. */
    private static String pages() throws IOException {
        try (var routes = PLAIN.readerFor(JsonNode.class)
                .<JsonNode>readValues(Path.of("components/gateway/routes.yaml").toFile())) {
            while (routes.hasNext()) {
                var route = routes.next();
                if (Manifests.name(route).equals("HTTPRoute reporting-service")) {
                    return "https://" + route.at("/spec/hostnames/0").asText();
                }
            }
        }
        throw new IllegalStateException("The gateway's component knows no pages");
    }
}
