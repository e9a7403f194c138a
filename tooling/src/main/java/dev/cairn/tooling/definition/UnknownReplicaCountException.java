package dev.cairn.tooling.definition;

/** A plan depends on the server's default number of replicas, and neither the server nor its tables show it. */
public final class UnknownReplicaCountException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownReplicaCountException() {
        super("The plan depends on default_replication_num of the server, which the user may not read. Nothing was"
                + " done. Grant the user OPERATE ON SYSTEM, or write replication_num into the definitions.");
    }
}
