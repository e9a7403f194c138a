package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.Span;

/** Another number of replicas, for a table or some of its partitions. */
final class ReplicasChange {
    private ReplicasChange() {}

    static void check(ServerProfile profile, String number, Span at) {
        try {
            Replicas.check(profile, Replicas.number(number), at);
        } catch (InvalidValue e) {
            throw Refusal.execution(at, e.problem());
        }
    }
}
