package dev.cairn.plan.step;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The partitions that the new table of a rebuild needs before the rows are copied. With dynamic partitioning, the
 * server or a user has created partitions in the old table that no statement of the migration creates. The migrator
 * creates them; a client that runs the printed statements does not know them, and the server refuses the copy.
 *
 * @param oldTableName the old table, as the statement of the copy names it
 * @param stagingTableName the new table, as the statement of the copy names it
 * @param missingPartitions the partitions that the new table lacks; empty if the catalog contains no partition of the
 *     old table, so they are not known
 * @param hasDynamicPartitions whether dynamic partitioning of the new table is on, and therefore has to be switched off
 *     while partitions are added
 */
public record RebuiltTablePartitions(
        QualifiedName oldTableName,
        QualifiedName stagingTableName,
        List<PartitionDefinition> missingPartitions,
        boolean hasDynamicPartitions) {
    /**
     * The statement that stops a script which is run by hand. {@code cairn run-sql} omits it: it stops when the server
     * refuses the copy, and resumes there.
     */
    public static final String STOP_SQL =
            "SELECT assert_true(false, 'Create the partitions as the comment above this statement describes, then"
                    + " continue with the statement below it')";

    public RebuiltTablePartitions {
        missingPartitions = List.copyOf(missingPartitions);
    }

    /**
     * Returns the partitions for a statement that copies the rows of a rebuilt table; empty for any other statement.
     */
    public static Optional<RebuiltTablePartitions> find(SimulatedAction simulatedAction) {
        ObjectName target = simulatedAction.target();
        if (target == null
                || !(simulatedAction.action().statement() instanceof Statement.OpaqueStatement copyStatement)
                || copyStatement.target() == null
                || !TemporaryName.isTemporary(target.name())) {
            return Optional.empty();
        }
        ObjectName oldName = target.withName(TemporaryName.removeSuffix(target.name()));
        Optional<Table> oldTable = findTable(simulatedAction, oldName);
        Optional<Table> newTable = findTable(simulatedAction, target);
        if (oldTable.isEmpty() || newTable.isEmpty() || !mayLackPartitions(oldTable.get(), newTable.get())) {
            return Optional.empty();
        }
        QualifiedName stagingTableName = copyStatement.target();
        List<Name> oldNameParts = new ArrayList<>(stagingTableName.parts());
        oldNameParts.set(oldNameParts.size() - 1, Name.of(oldName.name()));
        List<PartitionDefinition> missingPartitions = findMissingPartitions(oldTable.get(), newTable.get());
        boolean arePartitionsKnown = !oldTable.get().partitioning().partitions().isEmpty()
                || !oldTable.get().mayHaveUndeclaredPartitions();
        if (arePartitionsKnown && missingPartitions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RebuiltTablePartitions(
                new QualifiedName(oldNameParts),
                stagingTableName,
                missingPartitions,
                newTable.get().hasDynamicPartitions()));
    }

    private static Optional<Table> findTable(SimulatedAction simulatedAction, ObjectName name) {
        return simulatedAction.catalogBefore().findTable(name.database(), name.name());
    }

    /**
     * Returns the partitions of the old table that can be added to the new one. The values of the others belong to
     * declared partitions of the new table.
     */
    private static List<PartitionDefinition> findMissingPartitions(Table oldTable, Table newTable) {
        PartitionCoverage newCoverage =
                PartitionCoverage.of(newTable, newTable.partitioning().partitions());
        List<PartitionDefinition> missingPartitions = new ArrayList<>();
        for (PartitionDefinition partition : oldTable.partitioning().partitions()) {
            if (partition instanceof RangePartition range
                    && !PartitionCoverage.of(newTable, List.of(range)).overlaps(newCoverage)) {
                missingPartitions.add(new RangePartition(
                        true, range.name(), range.lowerBounds(), range.upperBounds(), range.properties(), Span.NONE));
            }
        }
        return missingPartitions;
    }

    private static boolean mayLackPartitions(Table oldTable, Table newTable) {
        Partitioning oldPartitioning = oldTable.partitioning();
        Partitioning newPartitioning = newTable.partitioning();
        return newTable.properties().hasProperty(DynamicPartitionProperties.ENABLE)
                && oldPartitioning.hasSameRangeColumns(newPartitioning)
                && TablePartitions.of(oldTable).isComparableWith(TablePartitions.of(newTable));
    }

    /** Returns the SQL and comments that precede the copy when it is run by hand. */
    public String sqlBeforeCopy() {
        String tableSql = Sql.render(stagingTableName);
        if (missingPartitions.isEmpty()) {
            return """
                -- %s needs the partitions of %s before the rows are copied, or the server refuses the copy. The server has created
                -- them, so only SHOW CREATE TABLE %s lists them. cairn upgrade creates them; no other client does. By hand, run
                %s-- ALTER TABLE %s ADD PARTITION for each of them%s. The following statement
                -- stops a script here; omit it afterwards.
                %s;
                """.formatted(
                            tableSql,
                            Sql.render(oldTableName),
                            Sql.render(oldTableName),
                            hasDynamicPartitions ? "-- " + renderDisableStatement() + "; then\n" : "",
                            tableSql,
                            hasDynamicPartitions ? "; then\n-- " + renderEnableStatement() : "",
                            STOP_SQL);
        }
        StringBuilder sql = new StringBuilder(
                "-- " + tableSql + " needs the partitions that " + Sql.render(oldTableName) + " has.");
        if (hasDynamicPartitions) {
            sql.append(" They can be created while dynamic partitioning is off.\n")
                    .append(renderDisableStatement())
                    .append(';');
        }
        sql.append('\n');
        for (PartitionDefinition partition : missingPartitions) {
            sql.append(renderAlter(AlterClause.AddPartition.of(partition))).append(";\n");
        }
        return sql.toString();
    }

    /** Returns the SQL that follows the copy when it is run by hand; an empty string if nothing follows it. */
    public String sqlAfterCopy() {
        return missingPartitions.isEmpty() || !hasDynamicPartitions ? "" : "\n" + renderEnableStatement() + ";";
    }

    private String renderDisableStatement() {
        return renderSetEnabled("false");
    }

    private String renderEnableStatement() {
        return renderSetEnabled("true");
    }

    private String renderSetEnabled(String value) {
        return renderAlter(AlterClause.SetProperties.of(Property.of(DynamicPartitionProperties.ENABLE, value)));
    }

    private String renderAlter(AlterClause clause) {
        return Sql.render(new Statement.AlterTable(stagingTableName, List.of(clause), Span.NONE));
    }
}
