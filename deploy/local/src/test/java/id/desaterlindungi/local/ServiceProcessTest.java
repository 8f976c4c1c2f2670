package id.desaterlindungi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
    @TempDir
    Path directory;

    Path jar;

    @BeforeEach
    void packageService() throws Exception {
        jar = directory.resolve("service.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SmallService.class.getName());
        var name = SmallService.class.getName().replace('.', '/') + ".class";
        try (var file = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = SmallService.class.getResourceAsStream("/" + name)) {
            file.putNextEntry(new JarEntry(name));
            bytes.transferTo(file);
            file.closeEntry();
        }
    }

    @Test
    void startedServiceIsReadyAndStopsWhenAsked() {
        var service = ServiceProcess.start(launch(Map.of()));

        assertThat(service.isAlive()).isTrue();
        assertThat(service.residentBytes()).isGreaterThan(1 << 20);

        service.stop();
        assertThat(service.isAlive()).isFalse();
        assertThat(directory.resolve("processes/small")).doesNotExist();
    }

    @Test
    void killedServiceStartsAgainOnItsPort() {
        var first = ServiceProcess.start(launch(Map.of()));

        first.kill();

        try (var second = ServiceProcess.start(first.launch())) {
            assertThat(second.port()).isEqualTo(first.port());
            assertThat(second.pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void configWithItsSecretsIsForTheOwnerAndNotOnTheCommandLine() throws Exception {
        try (var service = ServiceProcess.start(launch(Map.of("some.key", "s3cret")))) {
            var arguments = ProcessHandle.of(service.pid())
                    .flatMap(process -> process.info().arguments())
                    .orElseThrow();
            assertThat(arguments).noneMatch(argument -> argument.contains("s3cret"));
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("small.properties"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void serviceThatEndsIsToldWithTheEndOfItsLog() {
        assertThatThrownBy(() -> ServiceProcess.start(launch(Map.of("broken", "yes"))))
                .hasMessageContaining("ended with exit code 3")
                .hasMessageContaining("This service is broken.");
    }

    @Test
    void leftoverOfAKilledRunIsEndedByItsRecord() {
        var leftover = ServiceProcess.start(launch(Map.of()));

        ServiceProcess.endLeftovers(directory);

        assertThat(leftover.isAlive()).isFalse();
        leftover.close();
    }

    @Test
    void recordOfAPidThatIsSomebodyElsesNowTouchesNobody() {
        var record = new ProcessRecord(directory, "small");
        record.write(ProcessHandle.current().pid());

        assertThat(record.find()).isNull();
    }

    @Test
    void trainedServiceStartsFromItsCacheUntilItIsPackagedAnew() throws Exception {
        var training =
                ServiceProcess.start(launch(Map.of(), ServiceLaunch.MODEST_JVM).training());
        training.stop(Duration.ofMinutes(2));
        assertThat(ServiceLaunch.options(jar)).isEqualTo(ServiceLaunch.MODEST_JVM);
        training.launch().keepCache();

        var options = new ArrayList<>(ServiceLaunch.options(jar));
        assertThat(launch(Map.of(), options).startsFromCache()).isTrue();
        // Java does not start where it cannot use the cache.
        options.add("-XX:AOTMode=on");
        ServiceProcess.start(launch(Map.of(), options)).close();
        ServiceProcess.start(launch(Map.of(), ServiceLaunch.options(jar)).training())
                .kill();

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(ServiceLaunch.options(jar)).isEqualTo(ServiceLaunch.MODEST_JVM);
    }

    private ServiceLaunch launch(Map<String, String> config) {
        return launch(config, List.of("-Xmx32m"));
    }

    private ServiceLaunch launch(Map<String, String> config, List<String> jvmOptions) {
        return new ServiceLaunch("small", jar, config, 0, 0, directory, jvmOptions, Duration.ofSeconds(30));
    }
}
