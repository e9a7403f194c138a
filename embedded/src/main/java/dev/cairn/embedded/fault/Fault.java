package dev.cairn.embedded.fault;

import java.time.Duration;
import java.util.regex.Pattern;

/** What goes wrong with a statement. */
public sealed interface Fault {
    /** The connection ends, and the statement was never run. */
    record CutBefore() implements Fault {}

    /** The statement is run, and the connection ends before its client hears of it. */
    record CutAfter() implements Fault {}

    /** The statement is not run and never answered; the connection stays open until its client ends it. */
    record SilentBefore() implements Fault {}

    /** The statement is run and never answered; the connection stays open until its client ends it. */
    record SilentAfter() implements Fault {}

    /** The statement waits before it is run. */
    record Delay(Duration time) implements Fault {}

    /** The statement is answered with an error, and was run before only if {@code run} says so. */
    record Refuse(int errno, String sqlState, String message, boolean run) implements Fault {
        private static final int LARGEST_ERRNO = 0xffff;
        private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

        public Refuse {
            if (errno < 1 || errno > LARGEST_ERRNO) {
                throw new IllegalArgumentException("Not an error number: " + errno);
            }
            if (!SQL_STATE.matcher(sqlState).matches()) {
                throw new IllegalArgumentException("Not an SQLSTATE: " + sqlState);
            }
        }
    }

    /**
     * The statement is run; the job that it starts is cancelled by the server, or the refresh that it starts fails, with the
     * reason as its message.
     */
    record FailJob(String reason) implements Fault {}

    /** The connection ends while an INSERT is under way; the load ends at {@link Faults#runLate()}. */
    record CutDuring() implements Fault {}

    /**
     * The connection ends, and the statement is run later: after the time, or at {@link Faults#runLate()} if that comes
     * first.
     */
    record Late(Duration after) implements Fault {
        /** Longer than any test. */
        public static final Duration ON_REQUEST = Duration.ofDays(365);
    }

    static Fault cutBefore() {
        return new CutBefore();
    }

    static Fault cutAfter() {
        return new CutAfter();
    }

    static Fault cutDuring() {
        return new CutDuring();
    }

    static Fault silentBefore() {
        return new SilentBefore();
    }

    static Fault silentAfter() {
        return new SilentAfter();
    }

    static Fault delay(Duration time) {
        return new Delay(time);
    }

    static Fault refuse(int errno, String sqlState, String message) {
        return new Refuse(errno, sqlState, message, false);
    }

    /** The statement is run, and answered with an error nevertheless, as by a timeout or a new leader. */
    static Fault refuseAfter(int errno, String sqlState, String message) {
        return new Refuse(errno, sqlState, message, true);
    }

    static Fault failJob(String reason) {
        return new FailJob(reason);
    }

    /** Runs at {@link Faults#runLate()}. */
    static Fault late() {
        return new Late(Late.ON_REQUEST);
    }

    static Fault late(Duration after) {
        return new Late(after);
    }
}
