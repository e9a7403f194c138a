package dev.cairn.embedded.job;

/** The state of a job. */
public enum JobState {
    /** The job has been created. */
    PENDING,
    /** The job waits for the transactions that were open when it was created. */
    WAITING_TXN,
    /** The job is running. */
    RUNNING,
    /** The job has written its data; only on a shared-data server, between RUNNING and FINISHED. */
    FINISHED_REWRITING,
    /** The job has succeeded. */
    FINISHED,
    /** The job was cancelled by a user, or by the server because of an error. */
    CANCELLED;

    /** Returns whether the job has ended. */
    public boolean isFinal() {
        return this == FINISHED || this == CANCELLED;
    }
}
