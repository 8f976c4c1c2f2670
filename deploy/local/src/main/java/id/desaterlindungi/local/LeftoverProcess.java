package id.desaterlindungi.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process that an earlier, killed run left behind: known by its pid, and proven by its command line. */
record LeftoverProcess(ProcessHandle handle) {
    /**
     * @param pid as written down by the earlier run
     * @param mark what the command line of that process must contain; pids are given again, so a pid alone proves nothing
     * @return null when there is no such process any more
     */
    static @Nullable LeftoverProcess find(String pid, String mark) {
        long number;
        try {
            number = Long.parseLong(pid.strip());
        } catch (NumberFormatException e) {
            return null;
        }
        return ProcessHandle.of(number)
                .filter(handle -> commandLine(handle).contains(mark))
                .map(LeftoverProcess::new)
                .orElse(null);
    }

    /** Asks the process to end by the signal, then kills it; returns when it is gone. */
    void end(String signal, Duration limit) {
        signal(signal);
        if (!ended(limit)) {
            handle.destroyForcibly();
            if (!ended(limit)) {
                throw new IllegalStateException("Process " + handle.pid() + " does not end");
            }
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            handle.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ended(Duration limit) {
        return ended(handle.onExit(), limit);
    }

    static boolean ended(CompletableFuture<?> exit, Duration limit) {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String commandLine(ProcessHandle handle) {
        var info = handle.info();
        return info.command().orElse("") + " "
                + String.join(" ", info.arguments().orElseGet(() -> new String[0]));
    }
}
