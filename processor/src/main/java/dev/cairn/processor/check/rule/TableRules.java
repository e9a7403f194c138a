package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Findings;
import java.util.List;

/** The list of all rules for tables. */
public final class TableRules {
    private static final List<Rule> RULES = List.of(
            new UniqueColumnNames(),
            new KnownColumns(),
            new TypeLimits(),
            new KeyOrder(),
            new KeyTypes(),
            new ValueColumns(),
            new AggregateTypes(),
            new AutoIncrements(),
            new ValidGeneratedColumns(),
            new ValidPartitionColumns(),
            new DistributionColumns(),
            new SortColumns(),
            new IndexColumns(),
            new IndexKinds(),
            new RollupKeyModel());

    /** Rules for designs that the server accepts but that are likely mistakes. */
    private static final List<Rule> LINTS = List.of(
            new ImpliedKey(), new UnboundedKey(), new SingleBucket(), new SingleReplica(), new RenamedColumns());

    private TableRules() {}

    public static void check(CheckedTable table, Findings findings) {
        RULES.forEach(rule -> rule.check(table, findings));
        if (table.declaration().source()) {
            LINTS.forEach(rule -> rule.check(table, findings));
        }
    }
}
