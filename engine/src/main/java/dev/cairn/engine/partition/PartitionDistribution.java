package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.AlteredColumn;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.sql.ast.AlterClause.AddPartition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import java.util.List;

/** Behind ADD PARTITION only the number of buckets may be another than that of the table. */
final class PartitionDistribution {
    private PartitionDistribution() {}

    static void check(AlterTableContext alteration, AddPartition clause) {
        Distribution wanted = clause.distribution();
        if (wanted == null) {
            return;
        }
        Distribution usual = alteration.table().distribution();
        if (wanted.getClass() != usual.getClass()) {
            throw Refusal.execution(
                    wanted.span(),
                    "Cannot assign different distribution type. default is: "
                            + (usual instanceof Distribution.Hash ? "HASH" : "RANDOM"));
        }
        if (wanted instanceof Distribution.Hash hash && usual instanceof Distribution.Hash own) {
            checkColumns(alteration.table(), hash, own);
        }
    }

    private static void checkColumns(Table table, Distribution.Hash wanted, Distribution.Hash usual) {
        for (Name name : wanted.columns()) {
            if (table.column(name.text()).isEmpty()) {
                throw Refusal.execution(name.span(), "Distribution column[" + name + "] does not found");
            }
        }
        boolean same = wanted.columns().size() == usual.columns().size();
        for (int i = 0; same && i < wanted.columns().size(); i++) {
            same = wanted.columns().get(i).is(usual.columns().get(i).text());
        }
        if (!same) {
            List<String> columns = usual.columns().stream()
                    .flatMap(name -> table.column(name.text()).stream())
                    .map(AlteredColumn::text)
                    .toList();
            throw Refusal.execution(
                    wanted.span(),
                    "Cannot assign hash distribution with different distribution cols. default is: " + columns);
        }
    }
}
