package id.desaterlindungi.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must not outlive this JVM, closed when it ends by itself or by a signal: the last started first, so that services
 * go before the stack they stand on. One hook, because the JVM runs several at once and in no order.
 */
final class AtExit {

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "close-at-exit"));
    }

    private AtExit() {}

    static void close(AutoCloseable closeable) {
        synchronized (OPEN) {
            OPEN.push(closeable);
        }
    }

    static void forget(AutoCloseable closeable) {
        synchronized (OPEN) {
            OPEN.remove(closeable);
        }
    }

    private static void closeAll() {
        while (true) {
            AutoCloseable next;
            synchronized (OPEN) {
                next = OPEN.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("Not closed at exit: " + e);
            }
        }
    }
}
