package dev.cairn.internal.migrate;

/**
 * The operations that change something on one connection, each with the next step of a user whose connection was lost.
 */
public enum MutatingOperation {
    RUN("Repeat the operation: the next run detects which steps are done."),
    STAMP(
            "Look at the status: if the ledger does not say so yet, stamp it again. A stamp that is written twice changes nothing."),
    BASELINE("Look at the status: if the ledger records no migration yet, run the baseline again."),
    REPAIR("Look at the open steps again, and answer for those that are still open."),
    UNLOCK("Look at the status: if the ledger is still held, unlock it again."),
    CLEANUP("Run the cleanup again: it drops what is left."),
    APPLY("Apply the records again: the database is compared with them again, and only the rest is changed."),
    CREATE_ALL("Create the objects again: those that exist by now are left as they are."),
    ACTIVATION(
            "Look at SHOW MATERIALIZED VIEWS, and send it again if the view is not in that state: sending it twice changes nothing.");

    private final String connectionLossRemedy;

    MutatingOperation(String connectionLossRemedy) {
        this.connectionLossRemedy = connectionLossRemedy;
    }

    /** Returns the remedy after the connection was lost, when it is unknown which changes were made. */
    String connectionLossRemedy() {
        return connectionLossRemedy;
    }
}
