package dev.cairn.embedded.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time and the memory that functions may use on behalf of one statement. DuckDB executes a statement in the thread that sends
 * it. It looks for a cancellation only between vectors of rows, of which a single value can be an array of millions of elements, and
 * does not count the memory of arrays. Functions therefore ask here, between values.
 */
public final class StatementBudget {
    /** The number of elements that arrays of one vector may have together: 256 MB of numbers. */
    private static final long MAX_ELEMENTS = 1 << 25;

    /**
     * The memory outside the heap that the process may use while it creates arrays: twice the limit of statements.
     */
    private static final long MAX_BYTES = 4L << 30;

    private static final Path RESIDENT = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    /** The number of elements of the largest array that a function creates. */
    private static final long MAX_ARRAY_SIZE = 10_000_000;

    private static final ThreadLocal<StatementBudget> CURRENT = ThreadLocal.withInitial(StatementBudget::new);

    private static final long WATCH_NANOS = 50_000_000;

    private volatile boolean ended;
    private @Nullable String refusal;
    private long elements;
    private long watched = System.nanoTime();

    /**
     * Returns the function {@code sleep}, and the helpers that expressions call before a part that takes long, and
     * before they create an array.
     */
    static List<JavaFunction> functions() {
        return List.of(
                JavaFunction.function("sleep", JavaFunction.Kind.LONG).returningBoolean(arguments -> {
                    current().sleep(arguments.longAt(0));
                    return true;
                }),
                JavaFunction.helper("alive").returningBoolean(arguments -> true),
                JavaFunction.helper("room", JavaFunction.Kind.LONG).returningBoolean(arguments -> {
                    current().requireRoom(arguments.longAt(0));
                    return true;
                }));
    }

    /** Work on behalf of a statement. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Returns the budget of the statement that the current thread executes. */
    public static StatementBudget current() {
        return CURRENT.get();
    }

    /** Does work for which this budget is the current one. */
    public <T, E extends Exception> T runWith(Work<T, E> work) throws E {
        StatementBudget outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.run();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Ends the statement at the next value. May be called from any thread. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void sleep(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (long rest = end - System.nanoTime(); rest > 0 && !ended; rest = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ended = true;
        }
        requireTime();
    }

    public boolean isEnded() {
        return ended;
    }

    /** Begins the values of a vector. */
    public void beginVector() {
        elements = 0;
        long now = System.nanoTime();
        if (now - watched > WATCH_NANOS) {
            watched = now;
            if (nonHeapBytes() > MAX_BYTES) {
                throw refuse("Memory of the embedded server exceed limit. Arrays may use " + (MAX_BYTES >> 30) + "GB");
            }
        }
    }

    /** Requires that the statement has not been ended. */
    public void requireTime() {
        if (ended) {
            throw new RefusedValueException("Cancelled");
        }
    }

    /** Refuses to create an array if there is no room for it. */
    private void requireRoom(long additionalElements) {
        if (additionalElements > MAX_ARRAY_SIZE) {
            throw refuse("The embedded server makes no array of more than " + MAX_ARRAY_SIZE + " elements");
        }
        elements += additionalElements;
        if (elements > MAX_ELEMENTS) {
            throw refuse("Memory of the embedded server exceed limit. The arrays of 2048 rows may have " + MAX_ELEMENTS
                    + " elements");
        }
    }

    private RefusedValueException refuse(String message) {
        RefusedValueException refused = new RefusedValueException(message);
        refusal = refused.getMessage();
        return refused;
    }

    /** Returns the message of the refusal for lack of memory, which DuckDB may lose; null if there was none. */
    public @Nullable String refusal() {
        return refusal;
    }

    /** Returns the memory of the process without that of the heap; 0 if the operating system does not tell. */
    private static long nonHeapBytes() {
        if (!Files.exists(RESIDENT)) {
            return 0;
        }
        try {
            long resident = Long.parseLong(Files.readString(RESIDENT).split(" ", -1)[1]) * PAGE;
            return resident - Runtime.getRuntime().totalMemory();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
