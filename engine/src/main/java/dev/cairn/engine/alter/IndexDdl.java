package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.IndexRule;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.AddIndex;
import dev.cairn.sql.ast.AlterClause.DropIndex;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Applies ADD INDEX and DROP INDEX to a table or to a materialized view. Each clause is checked against the indexes
 * that existed before the statement. Only a second VECTOR index is also refused if an earlier clause of the statement
 * adds the first one.
 */
final class IndexDdl {
    private IndexDdl() {}

    static void check(AlterTableContext context, AddIndex clause) {
        IndexRules.checkNameAndColumnCount(clause.index());
        if (!context.profile().isAtLeast(Version.V4_0)) {
            requireIndexedColumn(
                    context.table().columns(), clause.index(), context.table().name());
        }
    }

    static void add(AlterTableDraft draft, AddIndex clause) {
        draft.recordDataRewrite();
        Table table = draft.tableBefore();
        IndexDefinition index = clause.index();
        Column column = requireIndexedColumn(table.columns(), index, table.name());
        if (index.kind() == Kind.GIN) {
            requireGinSupport(draft.context(), index);
        }
        if (index.kind() == Kind.VECTOR) {
            requireSingleVectorIndex(draft.indexes(), index);
        }
        requireNewIndex(table.indexes(), index);
        draft.indexes().add(IndexRules.createStoredIndex(draft.context().profile(), table.model(), index, column));
    }

    static MaterializedView addToView(ServerState server, MaterializedView view, AddIndex clause) {
        IndexDefinition index = clause.index();
        Column column = requireIndexedColumn(view.toTableColumns(), index, view.name());
        requireNewIndex(view.indexes(), index);
        List<IndexDefinition> indexes = new ArrayList<>(view.indexes());
        indexes.add(IndexRules.createStoredIndex(server.profile(), KeyModel.DUPLICATE, index, column));
        return view.withIndexes(indexes);
    }

    private static Column requireIndexedColumn(List<Column> columns, IndexDefinition index, String objectName) {
        Name name = index.columns().get(0);
        return columns.stream()
                .filter(column -> column.isNamed(name.text()))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.COLUMN, name, objectName));
    }

    /**
     * Requires that the table may have a GIN index: before 4.0, without replicated storage; since 4.0, without an
     * AUTO_INCREMENT column.
     */
    private static void requireGinSupport(AlterTableContext context, IndexDefinition index) {
        Table table = context.table();
        if (!context.profile().isAtLeast(Version.V4_0)) {
            boolean isReplicated = KnownProperty.REPLICATED_STORAGE
                    .findValueIn(table.properties())
                    .orElse("true")
                    .equalsIgnoreCase("true");
            if (isReplicated) {
                throw Refusal.ofAnalysis(index.span(), CommonRule.UNSUPPORTED, "A GIN index", "replicated storage");
            }
        } else if (table.columns().stream().anyMatch(Column::isAutoIncrement)) {
            throw Refusal.ofExecution(
                    index.span(), CommonRule.UNSUPPORTED, "A table with an AUTO_INCREMENT column", "a GIN index");
        }
    }

    private static void requireSingleVectorIndex(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition existingIndex : indexes) {
            if (existingIndex.kind() == Kind.VECTOR) {
                throw Refusal.ofAnalysis(index.span(), IndexRule.SEVERAL_VECTOR_INDEXES, existingIndex.name());
            }
        }
    }

    private static void requireNewIndex(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition existingIndex : indexes) {
            if (existingIndex.name().equalsIgnoreCase(index.name().text())) {
                throw Refusal.ofExecution(index.span(), CommonRule.ALREADY_EXISTS, RuleSubject.INDEX, index.name());
            }
            if (existingIndex
                    .columns()
                    .get(0)
                    .equalsIgnoreCase(index.columns().get(0).text())) {
                String columnList = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
                throw Refusal.ofExecution(
                        index.span(), CommonRule.ALREADY_EXISTS, RuleSubject.INDEX, "on " + columnList);
            }
        }
    }

    static void drop(AlterTableDraft draft, DropIndex clause) {
        draft.recordDataRewrite();
        requireIndex(draft.tableBefore().indexes(), clause);
        draft.indexes()
                .removeIf(index -> clause.index().equalsIgnoreCase(index.name().text()));
    }

    static MaterializedView dropFromView(ServerState server, MaterializedView view, DropIndex clause) {
        requireIndex(view.indexes(), clause);
        return view.withIndexes(view.indexes().stream()
                .filter(index -> !clause.index().equalsIgnoreCase(index.name().text()))
                .toList());
    }

    private static void requireIndex(List<IndexDefinition> indexes, DropIndex clause) {
        Name name = clause.index();
        if (indexes.stream()
                .noneMatch(index -> name.equalsIgnoreCase(index.name().text()))) {
            throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.INDEX, name);
        }
    }
}
