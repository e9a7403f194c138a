package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause.AddIndex;
import dev.cairn.sql.ast.AlterClause.DropIndex;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.Name;
import java.util.stream.Collectors;

/** Applies ADD INDEX and DROP INDEX. Both see the table as it was before the statement. */
record IndexChange(SchemaDraft draft) {
    void add(AddIndex clause) {
        Table table = draft.before();
        IndexDefinition index = clause.index();
        Column column = indexed(table, index);
        if (index.kind() == Kind.GIN) {
            requireFitForGin(index);
        }
        if (index.kind() == Kind.VECTOR) {
            requireOnlyVector(index);
        }
        requireNew(table, index);
        draft.indexes().add(IndexRules.stored(draft.alteration().profile(), table.model(), index, column));
    }

    static Column indexed(Table table, IndexDefinition index) {
        Name name = index.columns().get(0);
        return table.column(name.text())
                .orElseThrow(() -> Refusal.analysis(name.span(), AlterRule.INDEX_COLUMN_NOT_FOUND, name, table.name()));
    }

    private void requireFitForGin(IndexDefinition index) {
        AlterTableContext alteration = draft.alteration();
        Table table = alteration.table();
        if (!alteration.profile().atLeast(Version.V4_0)) {
            boolean replicated = table.properties()
                    .value("replicated_storage")
                    .orElse("true")
                    .equalsIgnoreCase("true");
            if (replicated) {
                throw Refusal.analysis(index.span(), AlterRule.GIN_IS_REPLICATED);
            }
        } else if (table.columns().stream().anyMatch(Column::autoIncrement)) {
            throw Refusal.execution(index.span(), AlterRule.GIN_WITH_AUTO_INCREMENT);
        }
    }

    private void requireOnlyVector(IndexDefinition index) {
        for (IndexDefinition other : draft.indexes()) {
            if (other.kind() == Kind.VECTOR) {
                throw Refusal.analysis(index.span(), AlterRule.VECTOR_INDEX_EXISTS, other.name());
            }
        }
    }

    private static void requireNew(Table table, IndexDefinition index) {
        for (IndexDefinition other : table.indexes()) {
            if (other.name().is(index.name().text())) {
                throw Refusal.execution(index.span(), AlterRule.INDEX_EXISTS, index.name());
            }
            if (other.columns().get(0).is(index.columns().get(0).text())) {
                String columns = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
                throw Refusal.execution(index.span(), AlterRule.INDEX_FOR_COLUMNS_EXISTS, columns);
            }
        }
    }

    void drop(DropIndex clause) {
        Name name = clause.index();
        if (draft.before().indexes().stream()
                .noneMatch(index -> name.is(index.name().text()))) {
            throw Refusal.execution(name.span(), AlterRule.INDEX_NOT_FOUND, name);
        }
        draft.indexes().removeIf(index -> name.is(index.name().text()));
    }
}
