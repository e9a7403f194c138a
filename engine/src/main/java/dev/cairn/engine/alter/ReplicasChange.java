package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Span;

/** Changes the number of replicas of a table or of some of its partitions. */
final class ReplicasChange {
    private ReplicasChange() {}

    static void check(ServerProfile profile, String number, Span at) {
        try {
            Replicas.check(profile, Replicas.number(number), at);
        } catch (InvalidValueException e) {
            throw Refusal.execution(at, e.problem());
        }
    }
}
