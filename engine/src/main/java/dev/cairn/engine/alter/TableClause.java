package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.AlteredColumn;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.partition.PartitionAddition;
import dev.cairn.engine.partition.PartitionRemoval;
import dev.cairn.engine.partition.PartitionReplacement;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.AddColumn;
import dev.cairn.sql.ast.AlterClause.AddColumns;
import dev.cairn.sql.ast.AlterClause.DefaultBuckets;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.ModifyColumn;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.AlterClause.RenamePartition;
import dev.cairn.sql.ast.AlterClause.Verbatim;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;

/** One clause of an ALTER TABLE: what the server checks before it carries the statement out, and what the clause does. */
public final class TableClause {

    private final AlterTableContext alteration;
    private final AlterClause clause;
    private final Table table;

    public TableClause(AlterTableContext alteration, AlterClause clause) {
        this.alteration = alteration;
        this.clause = clause;
        this.table = alteration.table();
    }

    /** Checks the clause against the table as it is before the statement; the server calls this phase analysis. */
    public void check() {
        if (clause instanceof AddColumn add) {
            checkAdded(add);
        } else if (clause instanceof AddColumns add) {
            checkAdded(add);
        } else if (clause instanceof ModifyColumn modify) {
            checkModified(modify);
        } else if (clause instanceof DropColumn drop) {
            requireNotComputedFrom(drop.column());
        } else if (clause instanceof AlterClause.AddField add) {
            FieldPaths.check(alteration, add);
        } else if (clause instanceof AlterClause.DropField drop) {
            FieldPaths.check(alteration, drop);
        } else if (clause instanceof AlterClause.AddIndex add) {
            IndexRules.checkAlone(add.index());
            if (!alteration.profile().atLeast(Version.V4_0)) {
                IndexChange.indexed(table, add.index());
            }
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            NameRules.checkColumn(
                    alteration.profile(), rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.RenameTable rename) {
            Renaming.check(alteration, rename);
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            NameRules.checkTable(rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            NameRules.checkPartition(rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.AddRollup add) {
            AlteredRollups.check(add);
        } else if (clause instanceof AlterClause.SetProperties set) {
            PropertyCheck.check(alteration, set);
        } else if (clause instanceof AlterClause.SetAutoIncrement set && set.value() <= 0) {
            throw Refusal.analysis(set.span(), AlterRule.AUTO_INCREMENT_NOT_POSITIVE);
        } else if (clause instanceof AlterClause.Optimize optimize) {
            OptimizeChange.check(alteration, optimize);
        } else if (clause instanceof DefaultBuckets buckets) {
            checkBuckets(buckets);
        } else if (clause instanceof AlterClause.AddPartition add) {
            PartitionAddition.check(alteration, add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            PartitionRemoval.check(alteration, drop);
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            PartitionReplacement.check(replace);
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            new PartitionModification(alteration, modify).check();
        } else if (clause instanceof Verbatim verbatim) {
            checkKind(verbatim);
        }
    }

    /** Applies the clause, which must be the only one in its statement and does not change the columns. */
    public StatementResult apply() {
        if (clause instanceof AlterClause.SetProperties set) {
            return PropertyEffect.apply(alteration, set);
        }
        if (clause instanceof AlterClause.SetComment set) {
            return alteration.to(table.withComment(set.comment()));
        }
        if (clause instanceof AlterClause.Optimize optimize) {
            return OptimizeChange.apply(alteration, optimize);
        }
        if (clause instanceof DefaultBuckets buckets) {
            return alteration.to(withBuckets(buckets));
        }
        if (clause instanceof AlterClause.RenameTable rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameColumn rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameRollup rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof RenamePartition rename) {
            return renamePartition(rename);
        }
        if (clause instanceof AlterClause.Swap swap) {
            return Renaming.swap(alteration, swap);
        }
        if (clause instanceof AlterClause.AddPartition add) {
            return PartitionAddition.apply(alteration, add);
        }
        if (clause instanceof AlterClause.DropPartitions drop) {
            return PartitionRemoval.apply(alteration, drop);
        }
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            requirePartitions(truncate.partitions().names(), AlterRule.PARTITION_NOT_FOUND);
            return alteration.unchanged();
        }
        if (clause instanceof AlterClause.ReplacePartitions replace) {
            return PartitionReplacement.apply(alteration, replace);
        }
        if (clause instanceof AlterClause.ModifyPartitions modify) {
            return new PartitionModification(alteration, modify).apply();
        }
        if (clause instanceof AlterClause.Compact compact) {
            requirePartitions(compact.partitions(), AlterRule.COMPACTED_PARTITION_NOT_FOUND);
            return alteration.unchanged();
        }
        if (clause instanceof AlterClause.PartitionColumns columns) {
            String operation = (columns.add() ? "ADD" : "DROP") + " PARTITION COLUMN";
            throw Refusal.execution(columns.span(), AlterRule.NOT_FOR_NATIVE_TABLES, operation);
        }
        if (clause instanceof AlterClause.DropPersistentIndex drop) {
            throw noPersistentIndex(drop);
        }
        if (clause instanceof Verbatim verbatim) {
            throw refusal(verbatim);
        }
        return alteration.unchanged();
    }

    private void checkAdded(AddColumn added) {
        ColumnDefinition definition = added.column();
        Column column = new AlteredColumn(alteration, definition).modified();
        requireNoTime(column, definition.span());
        if (definition.generated() != null) {
            GeneratedColumns.check(alteration, definition, column);
            return;
        }
        boolean aggregated = alteration.isModel(KeyModel.PRIMARY) || column.aggregation() != null;
        if (aggregated && added.position() instanceof Position.First) {
            throw Refusal.analysis(definition.span(), AlterRule.VALUE_COLUMN_FIRST, column.name());
        }
        new AlteredColumn(alteration, definition).added();
    }

    private void checkAdded(AddColumns added) {
        boolean generated = false;
        boolean plain = false;
        for (ColumnDefinition definition : added.columns()) {
            Column column = new AlteredColumn(alteration, definition).modified();
            if (definition.generated() != null) {
                GeneratedColumns.check(alteration, definition, column);
                generated = true;
            } else {
                plain = true;
            }
        }
        if (generated && plain) {
            throw Refusal.analysis(added.span(), AlterRule.GENERATED_WITH_ORDINARY_COLUMNS);
        }
        if (plain) {
            added.columns().forEach(definition -> new AlteredColumn(alteration, definition).added());
        }
    }

    private void checkModified(ModifyColumn modified) {
        ColumnDefinition definition = modified.column();
        Column column = new AlteredColumn(alteration, definition).modified();
        requireNoTime(column, definition.span());
        if (definition.generated() != null) {
            GeneratedColumns.check(alteration, definition, column);
        } else if (modified.position() instanceof Position.After after) {
            requireOrdinary(after.column());
        }
    }

    private static void requireNoTime(Column column, Span at) {
        if (PrimitiveType.of(column.type()) == PrimitiveType.TIME) {
            throw Refusal.analysis(at, AlterRule.TIME_COLUMN);
        }
    }

    private void requireOrdinary(Name name) {
        Column column = table.column(name.text())
                .orElseThrow(() -> Refusal.execution(name.span(), AlterRule.COLUMN_DOES_NOT_EXIST, name));
        if (column.generated() != null) {
            throw Refusal.analysis(name.span(), AlterRule.POSITION_AFTER_GENERATED_COLUMN);
        }
    }

    private void requireNotComputedFrom(Name name) {
        Optional<String> reader = table.columnGeneratedFrom(name.text());
        if (reader.isPresent()) {
            throw Refusal.analysis(name.span(), AlterRule.COLUMN_READ_BY_GENERATED_COLUMN, name, reader.get());
        }
    }

    /** Checks {@code DISTRIBUTED BY HASH(k) DEFAULT BUCKETS 8}, which affects only future partitions. */
    private void checkBuckets(DefaultBuckets buckets) {
        if (!(table.distribution() instanceof Distribution.Hash before)) {
            throw Refusal.analysis(buckets.span(), AlterRule.NOT_DISTRIBUTED_BY_HASH);
        }
        Distribution.Hash after = buckets.distribution();
        if (!after.hasColumnsOf(before)) {
            throw Refusal.analysis(
                    buckets.span(), AlterRule.DISTRIBUTION_COLUMNS_DIFFER, after.columns(), before.columns());
        }
        if (after.buckets() instanceof Buckets.Count count && count.value() <= 0) {
            throw Refusal.analysis(buckets.span(), AlterRule.BUCKETS_NOT_POSITIVE);
        }
    }

    private Table withBuckets(DefaultBuckets buckets) {
        return table.distribution() instanceof Distribution.Hash before
                ? table.withDistribution(new Distribution.Hash(
                        before.columns(), buckets.distribution().buckets(), before.span()))
                : table;
    }

    private StatementResult renamePartition(RenamePartition rename) {
        TablePartitions partitions = TablePartitions.of(table);
        Name from = rename.from();
        Name to = rename.to();
        if (!table.partitioning().byRange()) {
            throw Refusal.execution(from.span(), AlterRule.PARTITION_RENAMED_WITHOUT_PARTITIONS, table.name());
        }
        if (table.partitioning().automatic()) {
            throw Refusal.execution(from.span(), AlterRule.PARTITION_RENAMED_IN_AUTOMATIC_TABLE, table.name());
        }
        if (from.is(to.text())) {
            throw Refusal.execution(to.span(), AlterRule.PARTITION_RENAMED_TO_ITSELF);
        }
        if (!partitions.has(from.text())) {
            throw Refusal.execution(from.span(), AlterRule.RENAMED_PARTITION_NOT_FOUND, from);
        }
        if (partitions.has(to.text()) || partitions.hasTemporary(to.text())) {
            throw Refusal.execution(to.span(), AlterRule.PARTITION_NAME_USED, to);
        }
        return alteration.to(partitions.renamed(from.text(), to));
    }

    private void requirePartitions(List<Name> names, RefusalRule rule) {
        for (Name name : names) {
            if (!TablePartitions.of(table).has(name.text())) {
                throw Refusal.execution(name.span(), rule, name);
            }
        }
    }

    /** Refuses a clause that applies only to other kinds of tables. */
    private void checkKind(Verbatim verbatim) {
        String keyword = verbatim.keyword();
        boolean sharedData = alteration.profile().sharedData();
        if (keyword.startsWith("SPLIT") && !sharedData) {
            throw Refusal.analysis(verbatim.span(), AlterRule.SPLIT_WITHOUT_SHARED_DATA);
        }
        if (keyword.startsWith("MERGE") && !sharedData) {
            throw Refusal.analysis(verbatim.span(), AlterRule.MERGE_WITHOUT_SHARED_DATA);
        }
        if (keyword.startsWith("EXECUTE")) {
            throw Refusal.analysis(verbatim.span(), AlterRule.ONLY_FOR_ICEBERG);
        }
    }

    private Refusal refusal(Verbatim verbatim) {
        String keyword = verbatim.keyword();
        if (keyword.startsWith("SPLIT")) {
            String kind = table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM";
            return Refusal.execution(
                    verbatim.span(),
                    AlterRule.SPLIT_DISTRIBUTION,
                    kind,
                    alteration.database().name(),
                    table.name());
        }
        if (keyword.startsWith("MERGE")) {
            return Refusal.execution(verbatim.span(), AlterRule.MERGE_DISABLED);
        }
        return Refusal.execution(verbatim.span(), AlterRule.NOT_FOR_NATIVE_TABLES, keyword);
    }

    /** The error for DROP PERSISTENT INDEX. The engine knows no tablet ids, so every tablet counts as missing. */
    private Refusal noPersistentIndex(AlterClause.DropPersistentIndex drop) {
        boolean cloudNative = alteration.profile().sharedData()
                && table.properties()
                        .value("enable_persistent_index")
                        .orElse("")
                        .equals("true")
                && !table.properties().value("persistent_index_type").orElse("").equals("LOCAL");
        if (!cloudNative) {
            return Refusal.execution(drop.span(), AlterRule.PERSISTENT_INDEX_NOT_CLOUD_NATIVE);
        }
        long tablet = drop.tablets().isEmpty() ? 0 : drop.tablets().get(0);
        return Refusal.execution(drop.span(), AlterRule.TABLET_NOT_FOUND, tablet, tablet);
    }
}
