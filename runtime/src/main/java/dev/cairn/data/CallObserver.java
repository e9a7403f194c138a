package dev.cairn.data;

import dev.cairn.schema.Descriptor;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Observes the calls of a {@link Database}, for metrics and traces. It is notified when a call begins; the
 * {@link Completion} that it returns is notified when the call ends.
 *
 * <pre>{@code
 * Database observed = db.observer(call -> {
 *     long start = System.nanoTime();
 *     return new CallObserver.Completion() {
 *         public void succeeded(OptionalLong rows) {
 *             timer(call.kind(), "success").record(System.nanoTime() - start, NANOSECONDS);
 *         }
 *
 *         public void failed(Throwable failure) {
 *             timer(call.kind(), "failure").record(System.nanoTime() - start, NANOSECONDS);
 *         }
 *     };
 * });
 * }</pre>
 *
 * <p>Several threads call an observer concurrently. A {@link RuntimeException} that it throws is written as a warning
 * to the log {@code dev.cairn}, and does not affect the call.
 */
@FunctionalInterface
public interface CallObserver {
    /**
     * Called on the thread of the call, before the call opens a connection.
     *
     * @return the receiver of the end of the call; {@link Completion#IGNORED} if the observer needs no notification of
     *     the end
     */
    Completion begin(Call call);

    /**
     * A call of a database. One call may send several statements, as an insert of many rows does. The components have
     * few different values, so they can be dimensions of a metric.
     *
     * @param kind the operation
     * @param method the method of an interface with {@code @Queries} that makes the call: {@code Sales.perCity}
     * @param target the table or view of a call that names it by its descriptor; empty if the call has SQL of the
     *     application
     */
    record Call(Kind kind, Optional<String> method, Optional<Descriptor<?>> target) {
        /** The operation of a call. */
        public enum Kind {
            /** A query that returns all rows at once. */
            QUERY,
            /**
             * A query that returns a stream. It ends when the stream is closed or read to its end, perhaps on another
             * thread, and the time until then includes the processing of the rows by the caller. A stream that is never
             * closed does not end.
             */
            STREAM,
            /** An insertion of rows. */
            INSERT,
            /** An update of rows by their primary keys. */
            UPDATE,
            /** A deletion of rows by their primary keys or by a condition. */
            DELETE,
            /** Another statement: {@link Database#execute}, or a method with {@code @Execute}. */
            EXECUTE,
            /** A bulk load. */
            LOAD,
            /** A refresh until its end: {@link RefreshRequest#await}, also if a {@link Refresher} calls it. */
            REFRESH,
            /** The request of a refresh that the call does not wait for: {@link MaterializedViewRefresh#start}. */
            REFRESH_REQUEST
        }
    }

    /** Receives the end of a call. Exactly one of the methods is called, once. By default, they do nothing. */
    interface Completion {
        /** Ignores the end of the call. */
        Completion IGNORED = new Completion() {};

        /**
         * Called when the call has succeeded. A call of the kind {@link Call.Kind#STREAM} may end on a different thread
         * from the one on which it began; all others end on the same thread.
         *
         * @param rows the number of rows that were read, written, changed or deleted; empty for refreshes
         */
        default void succeeded(OptionalLong rows) {}

        /** Called when the call has failed, with the exception that the caller receives. */
        default void failed(Throwable failure) {}
    }
}
