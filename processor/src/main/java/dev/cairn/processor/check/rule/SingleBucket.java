package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Property;

/** Warns of single buckets, unless the table has partitions or a colocation group. */
final class SingleBucket implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        Distribution distribution = table.statement().distribution();
        if (distribution != null
                && distribution.buckets() instanceof Buckets.Count count
                && count.value() == 1
                && table.statement().partitioning() == null
                && !isColocated(table)) {
            findings.add(FindingCode.SINGLE_BUCKET, Place.of(distribution.span()), table.name());
        }
    }

    private static boolean isColocated(CheckedTable table) {
        return table.statement().properties().stream().map(Property::name).anyMatch("colocate_with"::equals);
    }
}
