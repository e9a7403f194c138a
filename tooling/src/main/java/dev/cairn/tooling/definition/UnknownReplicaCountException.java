package dev.cairn.tooling.definition;

/**
 * Thrown if a plan depends on the default number of replicas of the server, and neither the server nor its tables show
 * it.
 */
public final class UnknownReplicaCountException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownReplicaCountException() {
        super("The plan depends on default_replication_num of the server, which the user may not read. Nothing was"
                + " done. Grant the user OPERATE ON SYSTEM, or write replication_num into the definitions.");
    }
}
