package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Verbatim;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;

/** Handles clauses that apply to other kinds of tables or do not change any visible definition. */
final class InapplicableClauses {
    private static final String NOT_FOR_OWN_TABLES = "Not support alter table operation : ";

    private InapplicableClauses() {}

    static void check(AlterTableContext alteration, Verbatim clause) {
        String keyword = clause.keyword();
        boolean sharedData = alteration.profile().sharedData();
        if (keyword.startsWith("SPLIT") && !sharedData) {
            throw Refusal.analysis(clause.span(), "Split tablet only support cloud native tables");
        }
        if (keyword.startsWith("MERGE") && !sharedData) {
            throw Refusal.analysis(clause.span(), "Merge tablet only support cloud native tables");
        }
        if (keyword.startsWith("EXECUTE")) {
            throw Refusal.analysis(clause.span(), "Alter table operation is only supported for Iceberg tables");
        }
    }

    static StatementResult apply(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof Verbatim verbatim) {
            throw Refusal.execution(verbatim.span(), refused(alteration, verbatim));
        }
        if (clause instanceof AlterClause.PartitionColumns columns) {
            throw Refusal.execution(
                    columns.span(), NOT_FOR_OWN_TABLES + (columns.add() ? "ADD" : "DROP") + " PARTITION COLUMN");
        }
        if (clause instanceof AlterClause.DropPersistentIndex drop) {
            throw Refusal.execution(drop.span(), noPersistentIndex(alteration, drop));
        }
        if (clause instanceof AlterClause.Compact compact) {
            for (Name name : compact.partitions()) {
                if (!TablePartitions.of(alteration.table()).has(name.text())) {
                    throw Refusal.execution(name.span(), "Partition not found: " + name);
                }
            }
        }
        return alteration.unchanged();
    }

    private static String refused(AlterTableContext alteration, Verbatim clause) {
        String keyword = clause.keyword();
        if (keyword.startsWith("SPLIT")) {
            String kind = alteration.table().distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM";
            return "Unsupported distribution type " + kind + " in table "
                    + alteration.database().name() + "." + alteration.table().name();
        }
        if (keyword.startsWith("MERGE")) {
            return "Tablet merge is disabled. Set tablet_reshard_enable_tablet_merge=true to enable it.";
        }
        return NOT_FOR_OWN_TABLES + keyword;
    }

    /** The error for DROP PERSISTENT INDEX. The engine knows no tablet ids, so every tablet counts as missing. */
    private static String noPersistentIndex(AlterTableContext alteration, AlterClause.DropPersistentIndex clause) {
        boolean cloudNative = alteration.profile().sharedData()
                && alteration
                        .table()
                        .properties()
                        .value("enable_persistent_index")
                        .orElse("")
                        .equals("true")
                && !alteration
                        .table()
                        .properties()
                        .value("persistent_index_type")
                        .orElse("")
                        .equals("LOCAL");
        if (!cloudNative) {
            return "drop persistent index only support cloud native index";
        }
        long tablet = clause.tablets().isEmpty() ? 0 : clause.tablets().get(0);
        return "drop persistent index on tablet " + tablet + " failed, error: tablet " + tablet + " is not exist";
    }
}
