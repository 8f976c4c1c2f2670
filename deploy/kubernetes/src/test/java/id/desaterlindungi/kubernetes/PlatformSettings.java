package id.desaterlindungi.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The settings of Quarkus that a packaged service has: its own jars describe them. */
record PlatformSettings(List<Setting> settings) {
    /**
     * One of them.
     *
     * @param name as Quarkus calls it, with a name in quotation marks where there can be several: {@code
     *     quarkus.rest-client."client".url}
     * @param atRunTime whether it is read when the service starts; else it is fixed in the package
     */
    record Setting(String name, boolean atRunTime) {
        boolean is(String property) {
            return pattern("\"?[^\"]+\"?", false).matcher(property).matches();
        }

        boolean isCalled(String variable) {
            return variable(name).equals(variable)
                    || pattern("\"?[^\"]+\"?", true).matcher(variable).matches();
        }

        private Pattern pattern(String any, boolean asVariable) {
            return Pattern.compile(Stream.of(name.split("\"[^\"]+\"", -1))
                    .map(part -> Pattern.quote(asVariable ? variable(part) : part))
                    .collect(Collectors.joining(asVariable ? "[A-Z0-9_]+" : any)));
        }
    }

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final JsonMapper JSON = new JsonMapper();

    /** @param service folder in the source tree */
    static PlatformSettings of(String service) throws IOException {
        var libraries = Path.of("../..", service, "target/quarkus-app/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("Not packaged: " + service);
        }
        var settings = new ArrayList<Setting>();
        try (var files = Files.walk(libraries)) {
            for (var jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (var zip = new ZipFile(jar.toFile())) {
                    var model = zip.getEntry(MODEL);
                    if (model != null) {
                        read(JSON.readTree(zip.getInputStream(model)), settings);
                    }
                }
            }
        }
        return new PlatformSettings(List.copyOf(settings));
    }

    private static void read(JsonNode node, List<Setting> settings) {
        var name = node.at("/path/property");
        if (name.isTextual() && node.has("phase")) {
            var atRunTime = node.path("phase").asText().equals("RUN_TIME");
            settings.add(new Setting(name.asText(), atRunTime));
            node.path("additionalPaths")
                    .forEach(other ->
                            settings.add(new Setting(other.path("property").asText(), atRunTime)));
        }
        node.forEach(child -> read(child, settings));
    }

    /** As the environment calls a setting. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    Optional<Setting> called(String variable) {
        return settings.stream().filter(one -> one.isCalled(variable)).findFirst();
    }

    Optional<Setting> find(String property) {
        return settings.stream()
                .filter(one -> one.name().equals(property))
                .findFirst()
                .or(() -> settings.stream().filter(one -> one.is(property)).findFirst());
    }
}
