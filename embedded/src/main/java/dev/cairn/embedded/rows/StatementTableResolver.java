package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the tables that one statement reads, when the statement is first translated. If it is translated again, it
 * reads the same tables, even if they have been dropped since.
 */
final class StatementTableResolver implements TranslationContext.TableResolver {
    private final TranslationContext.TableResolver currentResolver;
    private final Map<ReadRelation, RelationRows> rowsByRelation = new HashMap<>();
    private final Map<ReadColumn, Optional<RelationRows.PartitionExtremes>> extremesByColumn = new HashMap<>();
    private final Map<QualifiedName, Boolean> isWrittenByTable = new HashMap<>();

    /**
     * Creates a resolver that has not resolved any table.
     *
     * @param currentResolver finds the rows of a table in the state for which the statement is prepared
     */
    StatementTableResolver(TranslationContext.TableResolver currentResolver) {
        this.currentResolver = currentResolver;
    }

    private record ReadColumn(QualifiedName tableName, String columnName) {}

    private record ReadRelation(QualifiedName name, Relation.Named relation) {}

    @Override
    public RelationRows resolve(QualifiedName name, Relation.Named relation) {
        ReadRelation readRelation = new ReadRelation(name, relation);
        RelationRows knownRows = rowsByRelation.get(readRelation);
        RelationRows rows = knownRows == null ? currentResolver.resolve(name, relation) : knownRows;
        rowsByRelation.put(readRelation, rows);
        return rows;
    }

    @Override
    public Optional<RelationRows.PartitionExtremes> findPartitionExtremes(QualifiedName name, String columnName) {
        return extremesByColumn.computeIfAbsent(
                new ReadColumn(name, columnName),
                column -> currentResolver.findPartitionExtremes(column.tableName, column.columnName));
    }

    @Override
    public boolean isWritten(QualifiedName name) {
        return isWrittenByTable.computeIfAbsent(name, currentResolver::isWritten);
    }
}
