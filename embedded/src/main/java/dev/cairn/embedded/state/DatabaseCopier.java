package dev.cairn.embedded.state;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies the objects of a database to another one. In queries and constraints of the copy, each reference to the source
 * database is replaced by a reference to the target database.
 */
record DatabaseCopier(ServerProfile profile, Catalog catalog, String sourceDatabaseName, String targetDatabaseName) {
    /** Copies a database, without dropped objects and temporary tables. */
    Database copy(Database source) {
        Database copy = Database.of(targetDatabaseName, source.properties());
        for (Map.Entry<String, Table> tableEntry : source.tables()) {
            copy = copy.withTable(copyTable(tableEntry.getValue()));
        }
        for (Map.Entry<String, View> viewEntry : source.views()) {
            copy = copy.withView(copyView(viewEntry.getValue()));
        }
        for (Map.Entry<String, MaterializedView> viewEntry : source.materializedViews()) {
            copy = copy.withMaterializedView(copyMaterializedView(viewEntry.getValue()));
        }
        return copy;
    }

    private Table copyTable(Table table) {
        List<Rollup> rollups = table.rollups().stream()
                .map(rollup -> rollup.query() == null
                        ? rollup
                        : new Rollup(
                                rollup.name(),
                                rollup.mergesEqualKeys(),
                                rollup.columns(),
                                copyQuery(rollup.query(), sourceDatabaseName)))
                .toList();
        return table.withRollups(rollups).withProperties(copyProperties(table.properties()));
    }

    private View copyView(View view) {
        return new View(
                view.name(), view.columns(), view.comment(), view.security(), copyDefinition(view.definition()));
    }

    private MaterializedView copyMaterializedView(MaterializedView view) {
        return view.withQuery(view.columns(), copyDefinition(view.definition()))
                .withProperties(copyProperties(view.properties()));
    }

    private ViewDefinition copyDefinition(ViewDefinition definition) {
        List<BaseRelation> bases =
                definition.baseRelations().stream().map(this::copyBase).toList();
        String databaseName = definition.defaultDatabaseName();
        return new ViewDefinition(
                copyQuery(definition.query(), databaseName),
                sourceDatabaseName.equals(databaseName) ? targetDatabaseName : databaseName,
                bases);
    }

    private BaseRelation copyBase(BaseRelation base) {
        return base.database().equals(sourceDatabaseName)
                ? new BaseRelation(
                        targetDatabaseName,
                        base.name(),
                        base.reading(),
                        base.columns(),
                        base.isRenamed(),
                        base.isDropped())
                : base;
    }

    /** Copies properties, and replaces the database in constraints, which name tables with catalog and database. */
    private StoredProperties copyProperties(StoredProperties properties) {
        StoredProperties newProperties = properties;
        for (KnownProperty constraintProperty : ConstraintTableNames.CONSTRAINT_PROPERTIES) {
            String value = constraintProperty.findValueIn(properties).orElse("");
            String movedValue = ConstraintTableNames.renameDatabase(value, sourceDatabaseName, targetDatabaseName);
            if (!movedValue.equals(value)) {
                newProperties = newProperties.withProperty(constraintProperty.propertyName(), movedValue);
            }
        }
        return newProperties;
    }

    /**
     * Returns a query in which references to the target database replace those to the source database; unchanged if
     * there are none.
     *
     * @param databaseName the database of names without a database
     */
    private QueryText copyQuery(QueryText query, @Nullable String databaseName) {
        if (!query.text().contains(sourceDatabaseName)) {
            return query;
        }
        Query parsedQuery = Sql.parseQuery(query.text()); // its spans refer to this text
        Bindings bindings;
        try {
            bindings = new QueryAnalysis(profile, new CatalogSourceResolver(profile, catalog), databaseName)
                    .analyze(parsedQuery)
                    .bindings();
        } catch (Refusal ignored) {
            return query; // a view whose bases were dropped or changed; its copy can't be queried either
        }
        DatabaseNameCollector collector = new DatabaseNameCollector(sourceDatabaseName, bindings);
        parsedQuery.visit(collector);
        if (collector.spanByOffset.isEmpty()) {
            return query;
        }
        StringBuilder copiedText = new StringBuilder(query.text());
        for (Span span : collector.spanByOffset.descendingMap().values()) {
            copiedText.replace(span.offset(), span.endOffset(), "`" + targetDatabaseName + "`");
        }
        return new QueryText(copiedText.toString(), Sql.parseQuery(copiedText.toString()), Span.NONE);
    }

    /** Collects the places where a query names a database. */
    private static final class DatabaseNameCollector implements Query.QueryVisitor {
        private final String databaseName;
        private final Bindings bindings;
        private final NavigableMap<Integer, Span> spanByOffset = new TreeMap<>();

        DatabaseNameCollector(String databaseName, Bindings bindings) {
            this.databaseName = databaseName;
            this.bindings = bindings;
        }

        @Override
        public void visitRelation(Relation relation) {
            BoundRelation boundRelation = bindings.findBoundRelation(relation);
            if (relation instanceof Relation.Named namedRelation
                    && boundRelation != null
                    && boundRelation.source() != null) {
                namedRelation.name().qualifier().ifPresent(this::addIfDatabaseName);
            }
        }

        @Override
        public void visitExpression(Expression expression) {
            RelationField field =
                    expression instanceof Expression.Reference reference ? bindings.findColumn(reference) : null;
            if (field == null || field.relationName() == null) {
                return;
            }
            List<Name> nameParts = ((Expression.Reference) expression).name().parts();
            // The database is the part before the table, in database.table.column and in catalog.database.table.column.
            for (int i = 0; i + 2 < nameParts.size(); i++) {
                if (field.relationName().matches(nameParts.subList(0, i + 2))) {
                    addIfDatabaseName(nameParts.get(i));
                }
            }
        }

        private void addIfDatabaseName(Name name) {
            if (name.text().equals(databaseName)) {
                spanByOffset.put(name.span().offset(), name.span());
            }
        }
    }
}
