package id.desaterlindungi.local;

import id.desaterlindungi.local.sample.SampleUpload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs both packaged services once with ordinary work, so that each writes an AOT cache: the classes that it needs, linked, and
 * how often which of its code ran. Later starts take them from there. Nothing is done where both have one of their package and
 * of this JDK. {@code train} beside this module's pom starts it.
 */
public final class Training {
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(5);

    /** As often as the compiler wants to see a thing before it thinks it hot. */
    private static final int TIMES = 200;

    private static final int ROWS = 20_000;

    private static final List<String> REGISTER_READS = List.of(
            "/v1/participants?within=16.01&sort=name&limit=50",
            "/v1/villages?within=16.01&limit=50",
            "/v1/areas?limit=50",
            "/v1/events?after=0&limit=50",
            "/v1/imports?limit=5");

    private static final List<String> TOTALS_READS = List.of(
            "/v1/progress",
            "/v1/progress?within=16.01.07.2001",
            "/v1/progress/areas?within=16&level=regency",
            "/v1/progress/areas?within=16.01&level=village&limit=50",
            "/v1/progress/breakdown?by=occupation,sex",
            "/v1/progress/history?interval=month",
            "/v1/progress/forecast",
            "/v1/projection");

    private Training() {}

    /** @param arguments the source tree */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var root = Path.of(arguments[0]);
        if (ServiceLaunch.isTrained(root, "enrollment") && ServiceLaunch.isTrained(root, "reporting")) {
            return;
        }
        System.out.println("Training both services …");
        var data = Files.createTempDirectory("training");
        try {
            try (var stack = LocalStack.startFresh(StackSettings.onFreePorts(data))) {
                train(stack, root);
            }
        } finally {
            Directories.delete(data);
        }
    }

    private static void train(LocalStack stack, Path root) throws IOException, InterruptedException {
        var enrollment =
                ServiceProcess.start(ServiceLaunch.enrollment(stack, root).training());
        var reporting = ServiceProcess.start(
                ServiceLaunch.reporting(stack, root, enrollment.url()).training());
        work(stack, enrollment.url(), reporting.url(), root.resolve("deploy/local/sample"));
        // One after the other: each is written by a process as large as the service.
        if (!reporting.stop(WRITING_LIMIT) || !enrollment.stop(WRITING_LIMIT)) {
            throw new IllegalStateException("A cache was not written within " + WRITING_LIMIT.toMinutes() + " minutes");
        }
        reporting.launch().keepCache();
        enrollment.launch().keepCache();
    }

    /** Ordinary work of all kinds, through the services' own doors. */
    static void work(LocalStack stack, URI enrollment, URI reporting, Path sample)
            throws IOException, InterruptedException {
        var services = new ServiceClient(enrollment, reporting, stack.token("service", "16"));
        new SampleUpload(enrollment, stack.token("branch", "16")).upload(sample.resolve("participants.csv"));
        services.importList(
                sample.resolve("list.csv"),
                "villageCode=16.01.07.2001&segment=BPU&fundingSource=ADD&programmes=JKK%2BJKM");
        longList(services);
        services.awaitTotals();
        for (var i = 0; i < TIMES; i++) {
            for (var path : REGISTER_READS) {
                services.get(enrollment.resolve(path));
            }
            for (var path : TOTALS_READS) {
                services.get(reporting.resolve(path));
            }
        }
    }

    /** What reads lists is hot only after thousands of rows. Each hundredth has no such sex. */
    private static void longList(ServiceClient services) throws IOException, InterruptedException {
        var list = Files.createTempFile("training", ".csv");
        try {
            Files.write(
                    list,
                    Stream.concat(
                                    Stream.of(
                                            "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program"),
                                    IntStream.range(0, ROWS).mapToObj(Training::row))
                            .toList());
            services.importList(list, "");
        } finally {
            Files.delete(list);
        }
    }

    private static String row(int number) {
        var born = LocalDate.of(1970, 1, 1).plusDays(number / 1_000);
        var nik = "160107%02d%02d%02d9%03d"
                .formatted(born.getDayOfMonth(), born.getMonthValue(), born.getYear() % 100, number % 1_000);
        return "%s;Latihan %d;%s;%s;16.01.07.2001;BPU;PETANI;ADD;JKK+JKM"
                .formatted(nik, number, born, number % 100 == 99 ? "?" : "L");
    }
}
