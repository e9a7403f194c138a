package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Property;

/** Warns of single replicas, except on object storage, which has replicas of its own. */
final class SingleReplica implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        for (Property property : table.statement().properties()) {
            boolean one = property.name().equals("replication_num")
                    && property.value().strip().equals("1");
            if (one && !table.profile().sharedData()) {
                findings.add(FindingCode.SINGLE_REPLICA, Place.of(property.span()));
            }
        }
    }
}
