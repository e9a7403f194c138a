package dev.cairn.embedded.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time and the memory that functions may use on behalf of one statement. DuckDB executes a statement in the thread
 * that sends it. DuckDB checks for a cancellation only between vectors of rows, although a single value can be an array
 * of millions of elements. It does not count the memory of arrays, either. Therefore, functions check this budget
 * between values.
 */
public final class StatementBudget {
    /** The number of elements that arrays of one vector may have together: 256 MB of numbers. */
    private static final long MAX_VECTOR_ELEMENTS = 1 << 25;

    /**
     * The memory outside the heap that the process may use while it creates arrays: twice the limit of statements.
     */
    private static final long MAX_NON_HEAP_BYTES = 4L << 30;

    private static final Path PROCESS_STATUS_FILE = Path.of("/proc/self/status");
    private static final Pattern RESIDENT_KILOBYTES_PATTERN = Pattern.compile("VmRSS:\\s*(?<kilobytes>\\d+) kB");

    /** The number of elements of the largest array that a function creates. */
    private static final long MAX_ARRAY_SIZE = 10_000_000;

    private static final ThreadLocal<StatementBudget> CURRENT = ThreadLocal.withInitial(StatementBudget::new);

    private static final long MEMORY_CHECK_INTERVAL_NANOS = 50_000_000;

    private volatile boolean isEnded;
    private @Nullable String refusalMessage;
    private long vectorElementCount;
    private long lastMemoryCheckNanos = System.nanoTime();

    /**
     * Returns the function {@code sleep}, and the helpers that expressions call before long calculations and before
     * they create an array.
     */
    public static List<JavaFunction> functions() {
        return List.of(
                JavaFunction.function("sleep", JavaFunction.ValueKind.LONG).returningBoolean(arguments -> {
                    current().sleep(arguments.longAt(0));
                    return true;
                }),
                // The check whether the statement has been ended precedes the call of any function.
                JavaFunction.helper("alive").returningBoolean(arguments -> true),
                JavaFunction.helper("room", JavaFunction.ValueKind.LONG).returningBoolean(arguments -> {
                    current().reserveElements(arguments.longAt(0));
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

    /** Runs work with this budget as the current budget of the thread, and restores the previous one afterwards. */
    public <T, E extends Exception> T runWith(Work<T, E> work) throws E {
        StatementBudget outerBudget = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.run();
        } finally {
            CURRENT.set(outerBudget);
        }
    }

    /** Ends the statement at the next value. May be called from any thread. */
    public synchronized void end() {
        isEnded = true;
        notifyAll();
    }

    /**
     * Waits, but not longer than until the statement is ended. An interruption of the thread ends the statement.
     *
     * @throws FunctionEvaluationException if the statement has been ended
     */
    private synchronized void sleep(long seconds) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (long remainingNanos = endNanos - System.nanoTime();
                    remainingNanos > 0 && !isEnded;
                    remainingNanos = endNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, remainingNanos);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            isEnded = true;
        }
        requireNotEnded();
    }

    public boolean isEnded() {
        return isEnded;
    }

    /**
     * Begins the values of a vector: resets the count of the elements, and from time to time checks the memory.
     *
     * @throws FunctionEvaluationException if the process uses too much memory outside the heap
     */
    public void beginVector() {
        vectorElementCount = 0;
        long nowNanos = System.nanoTime();
        if (nowNanos - lastMemoryCheckNanos > MEMORY_CHECK_INTERVAL_NANOS) {
            lastMemoryCheckNanos = nowNanos;
            if (measureNonHeapBytes() > MAX_NON_HEAP_BYTES) {
                throw recordRefusal("Memory of the embedded server exceed limit. Arrays may use "
                        + (MAX_NON_HEAP_BYTES >> 30) + "GB");
            }
        }
    }

    /**
     * Requires that the statement has not been ended.
     *
     * @throws FunctionEvaluationException if it has been ended
     */
    public void requireNotEnded() {
        if (isEnded) {
            throw new FunctionEvaluationException("Cancelled");
        }
    }

    /**
     * Counts the elements of an array that is about to be created.
     *
     * @throws FunctionEvaluationException if this array, or all arrays of the vector together, have too many elements
     */
    private void reserveElements(long elementCount) {
        if (elementCount > MAX_ARRAY_SIZE) {
            throw recordRefusal("The embedded server can't create arrays of more than " + MAX_ARRAY_SIZE + " elements");
        }
        vectorElementCount += elementCount;
        if (vectorElementCount > MAX_VECTOR_ELEMENTS) {
            throw recordRefusal("Memory of the embedded server exceed limit. The arrays of 2048 rows may have "
                    + MAX_VECTOR_ELEMENTS + " elements");
        }
    }

    /** Records the message of a refusal, and returns the exception for the caller to throw. */
    private FunctionEvaluationException recordRefusal(String message) {
        FunctionEvaluationException refusal = new FunctionEvaluationException(message);
        refusalMessage = refusal.getMessage();
        return refusal;
    }

    /**
     * Returns the message of the last refusal of an array, because DuckDB may lose the message; null if there was none.
     */
    public @Nullable String refusalMessage() {
        return refusalMessage;
    }

    /**
     * Returns the memory of the process outside the heap; 0 if the operating system does not report it. The whole heap
     * is subtracted, even pages that are not in use, so the result can be too small.
     */
    private static long measureNonHeapBytes() {
        if (!Files.exists(PROCESS_STATUS_FILE)) {
            return 0;
        }
        try {
            Matcher matcher = RESIDENT_KILOBYTES_PATTERN.matcher(Files.readString(PROCESS_STATUS_FILE));
            return matcher.find()
                    ? Long.parseLong(matcher.group("kilobytes")) * 1024
                            - Runtime.getRuntime().totalMemory()
                    : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
