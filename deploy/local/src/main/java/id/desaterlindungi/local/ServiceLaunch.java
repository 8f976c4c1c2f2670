package id.desaterlindungi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How to run a packaged service as a process of its own.
 *
 * @param name of the process, its log file and its record: {@code enrollment}, {@code reporting}
 * @param jar a Quarkus application's {@code quarkus-run.jar}
 * @param config Quarkus property names and values; handed over in an owner-only file, because they hold secrets
 * @param port of HTTP on the loopback interface; 0 for a free one, which stays the same over restarts of this launch
 * @param managementPort of health and metrics, likewise
 * @param directory where the log and the record of the process are kept; a stack's data directory, so that the next run on
 *     it finds what a killed run left behind
 * @param jvmOptions as on java's command line; a later one wins over an earlier
 */
public record ServiceLaunch(
        String name,
        Path jar,
        Map<String, String> config,
        int port,
        int managementPort,
        Path directory,
        List<String> jvmOptions,
        Duration readyWithin) {
    /**
     * Small services: the serial collector and compact headers take the least memory on two cores. The last three keep the
     * JDK's warnings about libraries, and about adapters that it does not take from its cache, out of the log.
     */
    public static final List<String> MODEST_JVM = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:aot*=error");

    private static final String CACHE = "-XX:AOTCache=";
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);

    public ServiceLaunch {
        jar = jar.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        config = Map.copyOf(config);
        jvmOptions = List.copyOf(jvmOptions);
        port = port == 0 ? Ports.free() : port;
        managementPort = managementPort == 0 ? Ports.free() : managementPort;
    }

    /** The enrollment service of this source tree on the stack, on free ports. */
    public static ServiceLaunch enrollment(LocalStack stack, Path sourceRoot) {
        return enrollment(stack, sourceRoot, 0, 0);
    }

    static ServiceLaunch enrollment(LocalStack stack, Path sourceRoot, int port, int managementPort) {
        return of("enrollment", stack, sourceRoot, stack.enrollmentConfig(), port, managementPort);
    }

    /** The reporting service of this source tree on the stack, on free ports. */
    public static ServiceLaunch reporting(LocalStack stack, Path sourceRoot, URI enrollment) {
        return reporting(stack, sourceRoot, enrollment, 0, 0);
    }

    static ServiceLaunch reporting(LocalStack stack, Path sourceRoot, URI enrollment, int port, int managementPort) {
        return of("reporting", stack, sourceRoot, stack.reportingConfig(enrollment), port, managementPort);
    }

    /** The same with another configuration. */
    public ServiceLaunch with(Map<String, String> other) {
        return new ServiceLaunch(name, jar, other, port, managementPort, directory, jvmOptions, readyWithin);
    }

    /** The same with more options of its JVM. */
    public ServiceLaunch with(List<String> moreJvmOptions) {
        var all = Stream.concat(jvmOptions.stream(), moreJvmOptions.stream()).toList();
        return new ServiceLaunch(name, jar, config, port, managementPort, directory, all, readyWithin);
    }

    /** One more of the same service, on free ports. */
    public ServiceLaunch another(String itsName, Map<String, String> itsConfig, List<String> itsJvmOptions) {
        return new ServiceLaunch(itsName, jar, itsConfig, 0, 0, directory, itsJvmOptions, readyWithin);
    }

    /**
     * The same, but writing an AOT cache when it ends, which takes a minute. It is used from when it is {@linkplain #keepCache
     * kept}.
     */
    ServiceLaunch training() {
        return withoutCache().with(List.of("-XX:AOTCacheOutput=" + unfinished(jar)));
    }

    /** The same, though there is a cache: Java does not start where it is to use one and to write another. */
    public ServiceLaunch withoutCache() {
        var others =
                jvmOptions.stream().filter(option -> !option.startsWith(CACHE)).toList();
        return new ServiceLaunch(name, jar, config, port, managementPort, directory, others, readyWithin);
    }

    /** @throws IOException where training has written none */
    void keepCache() throws IOException {
        Files.move(unfinished(jar), cache(jar), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether launches of that service find a cache of its package. */
    static boolean isTrained(Path sourceRoot, String name) {
        return isTrained(jar(sourceRoot, name));
    }

    /** Whether this one starts from a cache. */
    public boolean startsFromCache() {
        return jvmOptions.stream().anyMatch(option -> option.startsWith(CACHE));
    }

    /** Another JDK could not use it, not even of the same release. */
    private static Path cache(Path jar) {
        return jar.resolveSibling("app-" + Runtime.version() + ".aot");
    }

    private static Path unfinished(Path jar) {
        return jar.resolveSibling("app.aot.unfinished");
    }

    /** With the cache where there is one of this package. */
    static List<String> options(Path jar) {
        return isTrained(jar)
                ? Stream.concat(MODEST_JVM.stream(), Stream.of(CACHE + cache(jar)))
                        .toList()
                : MODEST_JVM;
    }

    private static boolean isTrained(Path jar) {
        try {
            return Files.exists(jar)
                    && Files.exists(cache(jar))
                    && Files.getLastModifiedTime(cache(jar)).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Of health and metrics. */
    public URI managementUrl() {
        return URI.create("http://localhost:" + managementPort);
    }

    private static ServiceLaunch of(
            String name, LocalStack stack, Path sourceRoot, Map<String, String> config, int port, int managementPort) {
        var jar = jar(sourceRoot, name);
        return new ServiceLaunch(
                name, jar, config, port, managementPort, stack.settings().data(), options(jar), READY_WITHIN);
    }

    /** Absolute, since a cache names jars as they are named here. */
    private static Path jar(Path sourceRoot, String name) {
        return sourceRoot
                .resolve(name + "-service/target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
    }

    /** May hold secrets in its config, so it does not tell it. */
    @Override
    public String toString() {
        return name + " on port " + port;
    }
}
