package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile.Version;
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
 * Applies ADD INDEX and DROP INDEX, to a table or to a materialized view. Both see the table as it was before the
 * statement.
 */
final class IndexChange {
    private IndexChange() {}

    static void check(AlterTableContext alteration, AddIndex clause) {
        IndexRules.checkAlone(clause.index());
        if (!alteration.profile().atLeast(Version.V4_0)) {
            indexed(
                    alteration.table().columns(),
                    clause.index(),
                    alteration.table().name());
        }
    }

    static void add(SchemaDraft draft, AddIndex clause) {
        draft.rewriteData();
        Table table = draft.before();
        IndexDefinition index = clause.index();
        Column column = indexed(table.columns(), index, table.name());
        if (index.kind() == Kind.GIN) {
            requireFitForGin(draft.alteration(), index);
        }
        if (index.kind() == Kind.VECTOR) {
            requireOnlyVector(draft.indexes(), index);
        }
        requireNew(table.indexes(), index);
        draft.indexes().add(IndexRules.stored(draft.alteration().profile(), table.model(), index, column));
    }

    static MaterializedView add(ServerState server, MaterializedView view, AddIndex clause) {
        IndexDefinition index = clause.index();
        Column column = indexed(view.tableColumns(), index, view.name());
        requireNew(view.indexes(), index);
        List<IndexDefinition> indexes = new ArrayList<>(view.indexes());
        indexes.add(IndexRules.stored(server.profile(), KeyModel.DUPLICATE, index, column));
        return view.withIndexes(indexes);
    }

    private static Column indexed(List<Column> columns, IndexDefinition index, String object) {
        Name name = index.columns().get(0);
        return columns.stream()
                .filter(column -> column.is(name.text()))
                .findFirst()
                .orElseThrow(() -> Refusal.analysis(name.span(), AlterRule.INDEX_COLUMN_NOT_FOUND, name, object));
    }

    private static void requireFitForGin(AlterTableContext alteration, IndexDefinition index) {
        Table table = alteration.table();
        if (!alteration.profile().atLeast(Version.V4_0)) {
            boolean replicated = KnownProperty.REPLICATED_STORAGE
                    .in(table.properties())
                    .orElse("true")
                    .equalsIgnoreCase("true");
            if (replicated) {
                throw Refusal.analysis(index.span(), AlterRule.GIN_IS_REPLICATED);
            }
        } else if (table.columns().stream().anyMatch(Column::autoIncrement)) {
            throw Refusal.execution(index.span(), AlterRule.GIN_WITH_AUTO_INCREMENT);
        }
    }

    private static void requireOnlyVector(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition other : indexes) {
            if (other.kind() == Kind.VECTOR) {
                throw Refusal.analysis(index.span(), AlterRule.VECTOR_INDEX_EXISTS, other.name());
            }
        }
    }

    private static void requireNew(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition other : indexes) {
            if (other.name().is(index.name().text())) {
                throw Refusal.execution(index.span(), AlterRule.INDEX_EXISTS, index.name());
            }
            if (other.columns().get(0).is(index.columns().get(0).text())) {
                String columns = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
                throw Refusal.execution(index.span(), AlterRule.INDEX_FOR_COLUMNS_EXISTS, columns);
            }
        }
    }

    static void drop(SchemaDraft draft, DropIndex clause) {
        draft.rewriteData();
        requireIndex(draft.before().indexes(), clause);
        draft.indexes().removeIf(index -> clause.index().is(index.name().text()));
    }

    static MaterializedView drop(ServerState server, MaterializedView view, DropIndex clause) {
        requireIndex(view.indexes(), clause);
        return view.withIndexes(view.indexes().stream()
                .filter(index -> !clause.index().is(index.name().text()))
                .toList());
    }

    private static void requireIndex(List<IndexDefinition> indexes, DropIndex clause) {
        Name name = clause.index();
        if (indexes.stream().noneMatch(index -> name.is(index.name().text()))) {
            throw Refusal.execution(name.span(), AlterRule.INDEX_NOT_FOUND, name);
        }
    }
}
