package dev.cairn.embedded.fault;

import java.time.Duration;
import java.util.regex.Pattern;

/** A fault that affects a statement or, with {@link Trigger#isForConnections}, a client that connects. */
public sealed interface Fault {
    /** The connection is closed, and the statement is not run. */
    record CutBefore() implements Fault {}

    /** The statement is run, and the connection is closed before the client receives the answer. */
    record CutAfter() implements Fault {}

    /** The statement is neither run nor answered; the connection stays open until the client closes it. */
    record SilentBefore() implements Fault {}

    /** The statement is run but never answered; the connection stays open until the client closes it. */
    record SilentAfter() implements Fault {}

    /**
     * The statement is delayed, then run and answered.
     *
     * @param time the time to wait before the statement is run
     */
    record Delay(Duration time) implements Fault {}

    /**
     * The statement is answered with an error.
     *
     * @param errno the error number, from 1 to 65535
     * @param sqlState the SQLSTATE: five digits or capital letters
     * @param message the error message
     * @param isRunFirst whether the statement is run before it is answered
     */
    record Rejection(int errno, String sqlState, String message, boolean isRunFirst) implements Fault {
        private static final int MAX_ERRNO = 0xffff;
        private static final Pattern SQL_STATE_PATTERN = Pattern.compile("[0-9A-Z]{5}");

        /**
         * Creates the fault.
         *
         * @throws IllegalArgumentException if the error number is out of range, or the SQLSTATE is malformed
         */
        public Rejection {
            if (errno < 1 || errno > MAX_ERRNO) {
                throw new IllegalArgumentException("The error number must be between 1 and 65535, but was " + errno);
            }
            if (!SQL_STATE_PATTERN.matcher(sqlState).matches()) {
                throw new IllegalArgumentException(
                        "The SQLSTATE must consist of five digits or capital letters, but was '" + sqlState + "'");
            }
        }
    }

    /**
     * The statement is run, and the server then cancels the job that it starts, or fails the refresh that it starts.
     *
     * @param reason the error message of the job or refresh
     */
    record JobFailure(String reason) implements Fault {}

    /**
     * An INSERT, UPDATE, DELETE or Stream Load is begun and reads its rows, but is neither committed nor answered until
     * {@link Faults#runDeferred()} is called. Any other statement is run, but not answered until then. The statements
     * of other connections are not delayed.
     */
    record HeldCommit() implements Fault {}

    /**
     * An INSERT, UPDATE or DELETE begins, and the connection is closed. The server lists it as a running load until
     * {@link Faults#runDeferred()} commits it.
     */
    record CutDuring() implements Fault {}

    /**
     * The connection is closed, and the statement is run later: after the delay, or when {@link Faults#runDeferred()}
     * is called, whichever comes first.
     *
     * @param delay the time until the statement is run
     */
    record Deferral(Duration delay) implements Fault {
        /**
         * A delay that is longer than any test: the statement is run only when {@link Faults#runDeferred()} is called.
         */
        public static final Duration ON_REQUEST = Duration.ofDays(365);
    }

    /** Returns a fault: the connection is closed, and the statement is not run. */
    static Fault cutBefore() {
        return new CutBefore();
    }

    /** Returns a fault: the statement is run, and the connection is closed before the client receives the answer. */
    static Fault cutAfter() {
        return new CutAfter();
    }

    /**
     * Returns a fault: a statement that changes rows is not committed, and any other statement is not answered, until
     * {@link Faults#runDeferred()} is called.
     */
    static Fault holdCommit() {
        return new HeldCommit();
    }

    /**
     * Returns a fault: an INSERT, UPDATE or DELETE begins, and the connection is closed. It is committed when
     * {@link Faults#runDeferred()} is called.
     */
    static Fault cutDuring() {
        return new CutDuring();
    }

    /** Returns a fault: the statement is neither run nor answered. */
    static Fault silentBefore() {
        return new SilentBefore();
    }

    /** Returns a fault: the statement is run but never answered. */
    static Fault silentAfter() {
        return new SilentAfter();
    }

    /** Returns a fault: the statement is delayed, then run and answered. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /**
     * Returns a fault: the statement is not run, and is answered with an error.
     *
     * @throws IllegalArgumentException if the error number is not between 1 and 65535, or the SQLSTATE is malformed
     */
    static Fault reject(int errno, String sqlState, String message) {
        return new Rejection(errno, sqlState, message, false);
    }

    /**
     * Returns a fault: the statement is run but answered with an error, as after a timeout or a change of the leader.
     *
     * @throws IllegalArgumentException if the error number is not between 1 and 65535, or the SQLSTATE is malformed
     */
    static Fault rejectAfter(int errno, String sqlState, String message) {
        return new Rejection(errno, sqlState, message, true);
    }

    /** Returns a fault: the statement is run, and the job or refresh that it starts fails with this error message. */
    static Fault failJob(String reason) {
        return new JobFailure(reason);
    }

    /**
     * Returns a fault: the connection is closed, and the statement is run when {@link Faults#runDeferred()} is called.
     */
    static Fault defer() {
        return new Deferral(Deferral.ON_REQUEST);
    }

    /** Returns a fault: the connection is closed, and the statement is run after this delay. */
    static Fault defer(Duration delay) {
        return new Deferral(delay);
    }
}
