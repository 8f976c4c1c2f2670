package id.desaterlindungi.e2e;

import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** One service through its lives: each start is at the same port with the same configuration. */
final class Service {
    private ServiceProcess process;
    private boolean killed;

    private Service(ServiceProcess process) {
        this.process = process;
    }

    static Service spawn(ServiceLaunch launch) {
        return new Service(ServiceProcess.spawn(launch));
    }

    /** As {@code kill -9}. */
    void kill() {
        process.kill();
        killed = true;
    }

    /** As a cluster does: it is told, and given its time. */
    void stop() {
        process.stop();
        killed = true;
    }

    /** As {@link #stop()}. @return false where it did not end in time, and was killed */
    boolean stop(Duration limit) {
        killed = true;
        return process.stop(limit);
    }

    /** Stops it in the middle of whatever it does; its connections stay. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on; nothing happens where it runs. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the service and does not wait until it is ready. */
    void spawn() {
        process = ServiceProcess.spawn(process.launch());
        killed = false;
    }

    void awaitReady() {
        process.awaitReady();
    }

    void start() {
        spawn();
        awaitReady();
    }

    boolean isKilled() {
        return killed;
    }

    /**
     * Starts the service where a test has killed it.
     *
     * @throws IllegalStateException with the end of its log, where it has ended by itself
     */
    void restore() {
        if (killed) {
            spawn();
        }
        awaitReady();
    }

    ServiceLaunch launch() {
        return process.launch();
    }

    URI url() {
        return process.url();
    }

    /** Of health and metrics. */
    URI managementUrl() {
        return process.managementUrl();
    }

    Path log() {
        return process.log();
    }

    long threads() {
        return process.threads();
    }

    long residentMegabytes() {
        return process.residentBytes() >> 20;
    }
}
