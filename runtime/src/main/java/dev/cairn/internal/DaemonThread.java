package dev.cairn.internal;

/** Creates threads that don't keep the process alive. */
public final class DaemonThread {
    private DaemonThread() {}

    /** Creates a thread, which the caller starts. */
    public static Thread create(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
