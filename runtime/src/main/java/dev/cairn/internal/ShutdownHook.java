package dev.cairn.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** An action that runs if the process is shut down before this hook is closed. */
public final class ShutdownHook implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /**
     * Registers an action.
     *
     * @param threadName the name of the thread in which the action runs
     */
    public static ShutdownHook register(Runnable action, String threadName) {
        ShutdownHook hook = new ShutdownHook(new Thread(action, threadName));
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** Removes the action. If the process is being shut down already, the action runs nevertheless. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException failure) {
            LOG.log(Level.DEBUG, "The process is being shut down", failure);
        }
    }
}
