package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identities;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies the changes of tables to their stored rows. */
record RowSynchronization(
        DuckDb duckDb, TableStore store, ClusterState before, ClusterState after, Translation translation) {
    @SuppressWarnings("ReferenceEquality") // a comparison by value of the whole state would take too long
    void synchronize(@Nullable Statement statement, @Nullable String defaultDatabase) {
        if (statement instanceof Statement.TruncateTable truncate) {
            StatementObject.of(truncate, defaultDatabase).ifPresent(subject -> truncate(truncate, subject));
        }
        if (statement instanceof Statement.AlterTable alter) {
            StatementObject.of(alter, defaultDatabase).ifPresent(subject -> emptyPartitions(alter, subject));
        }
        if (before.identities() != after.identities()) {
            dropUnrecoverable();
        }
        if (before.catalog() != after.catalog()) {
            after.catalog().databases().forEach(entry -> synchronize(entry.getValue()));
        }
        if (statement instanceof Statement.AlterTable alter) {
            StatementObject.of(alter, defaultDatabase).ifPresent(subject -> mergeTemporaryPartitions(alter, subject));
        }
    }

    private void truncate(Statement.TruncateTable truncate, StatementObject subject) {
        String key =
                findKey(after.identities(), subject.database(), subject.name()).orElse("");
        Optional<DuckDbTable> stored = store.find(key);
        Optional<Table> table = after.catalog().table(subject.database(), subject.name());
        if (stored.isEmpty() || table.isEmpty()) {
            return;
        }
        if (truncate.partitions() == null) {
            duckDb.run("DELETE FROM " + stored.get().sql());
            return;
        }
        PartitionConditions partitions = new PartitionConditions(table.get(), translation);
        for (Name name : truncate.partitions().names()) {
            duckDb.run("DELETE FROM " + stored.get().sql() + " WHERE " + partitions.renderCondition(name));
        }
    }

    /** Deletes the rows of partitions that are replaced or truncated. */
    private void emptyPartitions(Statement.AlterTable alter, StatementObject subject) {
        String key =
                findKey(before.identities(), subject.database(), subject.name()).orElse("");
        Optional<Table> table = before.catalog().table(subject.database(), subject.name());
        if (table.isEmpty()) {
            return;
        }
        PartitionConditions partitions = new PartitionConditions(table.get(), translation);
        for (AlterClause clause : alter.clauses()) {
            findEmptied(clause)
                    .ifPresent(names -> store.find(names.temporary() ? StatementContext.temporaryKey(key) : key)
                            .ifPresent(stored -> duckDb.run(
                                    "DELETE FROM " + stored.sql() + " WHERE " + partitions.renderCondition(names))));
        }
    }

    private static Optional<PartitionNames> findEmptied(AlterClause clause) {
        if (clause instanceof AlterClause.ReplacePartitions replace) {
            return Optional.of(replace.partitions());
        }
        return clause instanceof AlterClause.TruncatePartitions truncate
                ? Optional.of(truncate.partitions())
                : Optional.empty();
    }

    /** Moves the rows of temporary partitions that replace others into the table, and deletes those of dropped ones. */
    private void mergeTemporaryPartitions(Statement.AlterTable alter, StatementObject subject) {
        Optional<Table> old = before.catalog().table(subject.database(), subject.name());
        Optional<Table> table = after.catalog().table(subject.database(), subject.name());
        String key =
                findKey(after.identities(), subject.database(), subject.name()).orElse("");
        Optional<DuckDbTable> temporary = store.find(StatementContext.temporaryKey(key));
        if (old.isEmpty() || table.isEmpty() || temporary.isEmpty()) {
            return;
        }
        PartitionConditions partitions = new PartitionConditions(old.get(), translation);
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.ReplacePartitions replace) {
                DuckDbTable stored = store.findOrCreate(key, table.get().columns());
                duckDb.run("INSERT INTO " + stored.sql() + " SELECT * FROM "
                        + temporary.get().sql() + " WHERE " + partitions.renderCondition(replace.replacement()));
            }
        }
        for (PartitionDefinition partition : old.get().temporaryPartitions()) {
            if (!table.get().temporaryPartitions().contains(partition)) {
                duckDb.run("DELETE FROM " + temporary.get().sql() + " WHERE " + partitions.renderCondition(partition));
            }
        }
        if (table.get().temporaryPartitions().isEmpty()) {
            store.drop(StatementContext.temporaryKey(key));
        }
    }

    private static Optional<String> findKey(Identities identities, String database, String name) {
        return identities.object(database, name).map(identity -> StatementContext.objectKey(identity.id()));
    }

    /** Drops the rows of objects that can't be recovered. */
    private void dropUnrecoverable() {
        Set<Long> ids = after.identities().recoverable();
        for (String key : store.keys()) {
            String owner = StatementContext.ownerKey(key);
            if (owner.startsWith(StatementContext.OBJECT) && !ids.contains(StatementContext.objectId(owner))) {
                store.drop(key);
            }
        }
    }

    private void synchronize(Database database) {
        for (DatabaseObject object : DatabaseObject.listAll(database)) {
            String key =
                    findKey(after.identities(), database.name(), object.name()).orElse("");
            Optional<DuckDbTable> stored = store.find(key);
            if (stored.isPresent() && !stored.get().columns().equals(object.columns())) {
                changeColumns(key, object.columns());
            }
            if (stored.isPresent() && object instanceof DatabaseObject.TableObject of) {
                synchronizePartitions(key, store.findOrCreate(key, object.columns()), of.table());
            }
        }
    }

    private void changeColumns(String key, List<Column> columns) {
        DefaultValues defaults = new DefaultValues(translation);
        store.changeColumns(
                key,
                columns,
                column -> column.generatedValue() == null
                        ? defaults.translateDefault(column)
                        : renderGeneratedValues(column, column.generatedValue(), columns));
    }

    /**
     * Returns the values of a new generated column. A table whose column can't be calculated is refused when it is read or written, so
     * that its rows have no value.
     */
    private String renderGeneratedValues(Column column, Expression expression, List<Column> columns) {
        return DuckDbTableResolver.findCalculation(column, expression, columns, translation)
                .orElse("NULL");
    }

    /** Moves the rows of dropped and recovered partitions, and deletes those of partitions that can't be recovered. */
    private void synchronizePartitions(String key, DuckDbTable stored, Table table) {
        findTable(before.catalog(), before.identities(), key).ifPresent(old -> {
            List<? extends PartitionDefinition> now = table.partitioning().partitions();
            for (PartitionDefinition partition : old.recycledPartitions()) {
                if (!isAmong(table.recycledPartitions(), partition)) {
                    if (isAmong(now, partition) && !isAmong(old.partitioning().partitions(), partition)) {
                        recoverPartition(recycledKey(key, partition), stored);
                    }
                    store.drop(recycledKey(key, partition));
                }
            }
            PartitionConditions partitions = new PartitionConditions(old, translation);
            for (PartitionDefinition partition : old.partitioning().partitions()) {
                if (!isAmong(now, partition)) {
                    String condition = " FROM " + stored.sql() + " WHERE " + partitions.renderCondition(partition);
                    if (isAmong(table.recycledPartitions(), partition)) {
                        DuckDbTable recycled = store.recreate(recycledKey(key, partition), stored.columns());
                        duckDb.run("INSERT INTO " + recycled.sql() + " SELECT *" + condition);
                    }
                    duckDb.run("DELETE" + condition);
                }
            }
        });
    }

    private static String recycledKey(String key, PartitionDefinition partition) {
        return StatementContext.recycledKey(key, partition.name().text());
    }

    private static boolean isAmong(List<? extends PartitionDefinition> partitions, PartitionDefinition partition) {
        return partitions.stream().anyMatch(other -> PartitionConditions.isSame(partition, other));
    }

    private void recoverPartition(String recycledKey, DuckDbTable stored) {
        store.find(recycledKey).ifPresent(recycled -> {
            String columns = recycled.columns().stream()
                    .filter(column -> stored.columns().stream()
                            .anyMatch(other -> other.id().equals(column.id())))
                    .map(DuckDbTable::columnName)
                    .collect(Collectors.joining(", "));
            duckDb.run(
                    "INSERT INTO " + stored.sql() + " (" + columns + ") SELECT " + columns + " FROM " + recycled.sql());
        });
    }

    private static Optional<Table> findTable(Catalog catalog, Identities identities, String key) {
        for (Map.Entry<String, Database> database : catalog.databases()) {
            for (Map.Entry<String, Table> table : database.getValue().tables()) {
                if (findKey(identities, database.getKey(), table.getKey())
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(table.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
