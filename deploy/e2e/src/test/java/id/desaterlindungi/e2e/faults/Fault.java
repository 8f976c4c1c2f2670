package id.desaterlindungi.e2e.faults;

import java.time.Duration;

/** What is done to a part of the system. Each is taken back after a while. */
public sealed interface Fault {
    /** How long the part is away, beside the time that it needs to come back. */
    Duration away();

    /** As the summary calls those of one kind. */
    String kind();

    /** Of one replica. */
    sealed interface OfReplica extends Fault {
        Side side();

        /** From 0. */
        int replica();
    }

    /** {@code kill -9}, and started again. */
    record Killed(Side side, int replica, Duration away) implements OfReplica {
        @Override
        public String kind() {
            return side + " killed";
        }
    }

    /** Told to end, and started again. */
    record Ended(Side side, int replica, Duration away) implements OfReplica {
        @Override
        public String kind() {
            return side + " told to end";
        }
    }

    /** Stopped in the middle of whatever it does, and let go on. */
    record Frozen(Side side, int replica, Duration away) implements OfReplica {
        @Override
        public String kind() {
            return side + " frozen";
        }
    }

    /** The database stops as in a crash, and recovers from its log. */
    record DatabaseCrashed(Duration away) implements Fault {
        @Override
        public String kind() {
            return "PostgreSQL crashed";
        }
    }

    record BrokerStopped(Duration away) implements Fault {
        @Override
        public String kind() {
            return "broker stopped";
        }
    }

    /** Every connection of the service waits for a lock, until there is none left to take. */
    record Blocked(Side side, Duration away) implements Fault {
        @Override
        public String kind() {
            return side + " out of connections";
        }
    }

    /** Every connection of the service is cut. */
    record Cut(Side side) implements Fault {
        @Override
        public Duration away() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return side + " connections cut";
        }
    }
}
