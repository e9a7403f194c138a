package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tracks which rows of the tables existed before a migration, while its statements are applied one after another. A
 * table that the migration creates has no such rows, and a swap exchanges the rows of two tables.
 */
public final class MigrationRows {
    private final Catalog initialCatalog;
    private final Map<ObjectName, Optional<ObjectName>> originByTableName = new HashMap<>();
    private final Map<ObjectName, Set<String>> copiedColumnNamesByTable = new HashMap<>();

    /** @param initialCatalog the catalog before the migration */
    public MigrationRows(Catalog initialCatalog) {
        this.initialCatalog = initialCatalog;
    }

    /** Returns the table that contained the rows of a table before the migration; empty if they did not exist then. */
    public Optional<ObjectName> findOrigin(ObjectName tableName) {
        return originByTableName.getOrDefault(
                tableName,
                initialCatalog.table(tableName.database(), tableName.name()).map(initialTable -> tableName));
    }

    /** Returns whether the rows of a table had this column before the migration. */
    public boolean hadColumn(ObjectName tableName, String columnName) {
        return findOrigin(tableName)
                .flatMap(origin -> initialCatalog.table(origin.database(), origin.name()))
                .flatMap(initialTable -> initialTable.column(columnName))
                .isPresent();
    }

    /** Returns the columns of a table whose values no earlier statement of the migration copied elsewhere. */
    public List<String> findUncopiedColumns(ObjectName name, Table table) {
        Set<String> copiedColumnNames = findOrigin(name)
                .map(origin -> copiedColumnNamesByTable.getOrDefault(origin, Set.of()))
                .orElse(Set.of());
        return table.writableColumns().stream()
                .map(Column::name)
                .filter(column -> !copiedColumnNames.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /**
     * Records in which tables the rows are after a statement, and which columns it copies. Call this for each statement
     * of the migration in order.
     *
     * @param currentCatalog the catalog right before the statement
     */
    public void recordStatement(Statement statement, Session session, Catalog currentCatalog, ServerProfile profile) {
        if (statement instanceof AlterTable alter) {
            ObjectName tableName = ObjectName.resolve(alter.table(), session);
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.SwapTable swap) {
                    ObjectName otherName =
                            tableName.withName(swap.otherTableName().text());
                    Optional<ObjectName> origin = findOrigin(tableName);
                    originByTableName.put(tableName, findOrigin(otherName));
                    originByTableName.put(otherName, origin);
                } else if (clause instanceof AlterClause.RenameTable rename) {
                    originByTableName.put(tableName.withName(rename.newName().text()), findOrigin(tableName));
                    originByTableName.put(tableName, Optional.empty());
                }
            }
        } else if (statement instanceof Statement.DropTable drop) {
            originByTableName.put(ObjectName.resolve(drop.table(), session), Optional.empty());
        } else {
            findReader(statement, session, currentCatalog, profile).ifPresent(this::recordCopiedColumns);
        }
    }

    private static Optional<Reader> findReader(
            Statement statement, Session session, Catalog currentCatalog, ServerProfile profile) {
        try {
            return new ReadingStatement(Reader.Kind.MIGRATION, ObjectName.NONE, session, statement)
                    .analyze(profile, currentCatalog);
        } catch (Refusal | SqlSyntaxException ignored) {
            return Optional.empty(); // the copied columns are unknown
        }
    }

    private void recordCopiedColumns(Reader reader) {
        for (OutputLineage output : reader.lineage().outputs()) {
            output.origins().forEach((column, columnUse) -> {
                Optional<ObjectName> origin = findOrigin(column.object());
                if (columnUse.isDirect() && origin.isPresent()) {
                    copiedColumnNamesByTable
                            .computeIfAbsent(origin.get(), table -> new HashSet<>())
                            .add(column.column().toLowerCase(Locale.ROOT));
                }
            });
        }
    }
}
