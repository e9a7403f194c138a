package dev.cairn.embedded.job;

/** Where a job stands. */
public enum JobState {
    PENDING,
    WAITING_TXN,
    RUNNING,
    /** Only a shared-data server has it, between RUNNING and FINISHED. */
    FINISHED_REWRITING,
    FINISHED,
    CANCELLED;

    public boolean isFinal() {
        return this == FINISHED || this == CANCELLED;
    }

    /** The states on the way to FINISHED, in their order. */
    static JobState[] way(boolean rewriting) {
        return rewriting
                ? new JobState[] {PENDING, WAITING_TXN, RUNNING, FINISHED_REWRITING, FINISHED}
                : new JobState[] {PENDING, WAITING_TXN, RUNNING, FINISHED};
    }
}
