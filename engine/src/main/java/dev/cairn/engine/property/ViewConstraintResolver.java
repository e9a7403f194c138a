package dev.cairn.engine.property;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Resolves the constraints that a materialized view declares, mostly for its base tables. The optimizer trusts these
 * constraints, and the server stores them with fully qualified names, the form that both resolvers return.
 */
final class ViewConstraintResolver {
    private final PropertyTarget view;
    private final Span span;

    private ViewConstraintResolver(PropertyTarget view, Span span) {
        this.view = view;
        this.span = span;
    }

    static String resolveUnique(PropertyTarget view, PropertyValue value) {
        return new ViewConstraintResolver(view, value.span()).qualifyUniqueConstraints(value.text());
    }

    static String resolveForeignKeys(PropertyTarget view, PropertyValue value) {
        return new ViewConstraintResolver(view, value.span()).qualifyForeignKeys(value.text());
    }

    /**
     * Returns unique constraints with fully qualified names. An unqualified name refers to the view itself only after
     * its creation.
     */
    private String qualifyUniqueConstraints(String text) {
        List<UniqueConstraints.Constraint> constraints = new ArrayList<>();
        for (String item : ConstraintList.split(text)) {
            if (!item.isBlank()) {
                ResolvedTableName ownerName = resolveTableName(item.split(",", 0)[0].trim());
                List<Column> columns = requireColumns(ownerName, !view.isNew());
                constraints.addAll(UniqueConstraints.parse(item, ownerName, ConstraintList.indexByName(columns), span)
                        .constraints());
            }
        }
        return new UniqueConstraints(constraints).toPropertyText();
    }

    /**
     * Returns the table of a column. The column may be qualified by a table, a database and a catalog, which are by
     * default the view, its database and its catalog.
     */
    private ResolvedTableName resolveTableName(String qualifiedColumn) {
        ResolvedTableName viewName = view.resolvedName();
        String[] nameParts = qualifiedColumn.split("\\.", 0);
        int qualifierCount = nameParts.length - 1;
        return new ResolvedTableName(
                qualifierCount > 2 ? nameParts[qualifierCount - 3] : viewName.catalogName(),
                qualifierCount > 1 ? nameParts[qualifierCount - 2] : viewName.databaseName(),
                qualifierCount > 0 ? nameParts[qualifierCount - 1] : viewName.tableName(),
                span);
    }

    /**
     * Returns the columns of a table or materialized view; refuses a name that is unknown.
     *
     * @param mayBeView whether the name of the view means the view itself, rather than a table with this name
     */
    private List<Column> requireColumns(ResolvedTableName resolvedName, boolean mayBeView) {
        if (mayBeView && view.resolvedName().isSameTable(resolvedName)) {
            return view.columns();
        }
        Optional<Database> database = resolvedName.findDatabase(view.server());
        Optional<List<Column>> tableColumns = database.flatMap(
                        ownerDatabase -> ownerDatabase.findTable(resolvedName.tableName()))
                .map(Table::columns);
        return tableColumns
                .or(() -> database.flatMap(
                                ownerDatabase -> ownerDatabase.findMaterializedView(resolvedName.tableName()))
                        .map(MaterializedView::toTableColumns))
                .orElseThrow(() -> Refusal.ofAnalysis(
                        span, CommonRule.NOT_FOUND, RuleSubject.TABLE, resolvedName.databaseAndTableName()));
    }

    /**
     * Returns foreign keys with fully qualified names. The table to which a foreign key belongs may precede it, and the
     * foreign key may refer to unique constraints of the view.
     */
    private String qualifyForeignKeys(String text) {
        List<String> foreignKeys = new ArrayList<>();
        for (String item : ConstraintList.split(text)) {
            if (item.isBlank()) {
                continue;
            }
            String tablePath = ForeignKeyNormalizer.parse(item, span).childTableName();
            // The star stands for the column, which the resolved text must contain.
            ResolvedTableName ownerName = resolveTableName(tablePath.isEmpty() ? "" : tablePath + ".*");
            List<Column> columns = requireColumns(ownerName, true);
            String uniqueConstraints =
                    view.findValue(KnownProperty.UNIQUE_CONSTRAINTS).orElse("");
            String foreignKey = ForeignKeyNormalizer.ofView(
                            view.server(), ownerName, ConstraintList.indexByName(columns), span, uniqueConstraints)
                    .normalize(item);
            foreignKeys.add(
                    tablePath.isEmpty()
                            ? foreignKey
                            : ownerName.catalogName() + "." + ownerName.databaseAndTableName() + foreignKey);
        }
        return ConstraintList.join(foreignKeys);
    }
}
