package id.desaterlindungi.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must not outlive this JVM, closed when it ends by itself or by a signal: the last started first, so that services
 * go before the stack they stand on. One hook, because the JVM runs several at once and in no order.
 */
final class AtExit {
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private static boolean closing;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "close-at-exit"));
    }

    private AtExit() {}

    /**
     * @throws IllegalStateException when the JVM is already ending; what comes too late is closed at once
     */
    static void close(AutoCloseable closeable) {
        synchronized (OPEN) {
            if (!closing) {
                OPEN.push(closeable);
                return;
            }
        }
        closeNow(closeable);
        throw new IllegalStateException("The JVM is ending");
    }

    static void forget(AutoCloseable closeable) {
        synchronized (OPEN) {
            OPEN.remove(closeable);
        }
    }

    static boolean isClosing() {
        synchronized (OPEN) {
            return closing;
        }
    }

    private static void closeAll() {
        while (true) {
            AutoCloseable next;
            synchronized (OPEN) {
                closing = true;
                next = OPEN.poll();
            }
            if (next == null) {
                return;
            }
            closeNow(next);
        }
    }

    private static void closeNow(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.err.println("Not closed at exit: " + e);
        }
    }
}
