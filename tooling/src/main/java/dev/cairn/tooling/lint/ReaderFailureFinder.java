package dev.cairn.tooling.lint;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.materialized.IcebergTableReaders;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the views and statements that a server refuses in one state of a schema, with its reasons. Comparing the
 * failures before and after a migration shows what the migration breaks.
 */
public final class ReaderFailureFinder {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final CatalogSourceResolver sourceResolver;
    private final Map<ObjectName, String> reasonByView = new HashMap<>();

    private ReaderFailureFinder(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.catalog = catalog;
        this.sourceResolver = new CatalogSourceResolver(profile, catalog);
    }

    /**
     * Returns the views whose queries fail, or that read such a view. Materialized views are omitted, because their
     * rows can still be read.
     */
    public static SortedSet<ObjectName> findBrokenViews(ServerProfile profile, Catalog catalog) {
        ReaderFailureFinder finder = new ReaderFailureFinder(profile, catalog);
        finder.addViewFailures();
        return finder.reasonByView.keySet().stream()
                .filter(finder::isUnreadableView)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the views, the materialized views and the statements that a server refuses, with its reasons. */
    static SortedMap<BrokenReader, String> findBrokenReaders(
            ServerProfile profile, Catalog catalog, List<ApplicationStatement> statements) {
        ReaderFailureFinder finder = new ReaderFailureFinder(profile, catalog);
        finder.addViewFailures();
        SortedMap<BrokenReader, String> reasonByBrokenReader = new TreeMap<>();
        finder.reasonByView.forEach(
                (name, reason) -> reasonByBrokenReader.put(new BrokenReader(LintRule.BREAKS_VIEW, name), reason));
        for (ApplicationStatement applicationStatement : statements) {
            String reason = finder.findFailureReason(applicationStatement);
            if (reason != null) {
                reasonByBrokenReader.put(
                        new BrokenReader(
                                applicationStatement.rule(),
                                applicationStatement.readingStatement().name()),
                        reason);
            }
        }
        return reasonByBrokenReader;
    }

    private void addViewFailures() {
        reasonByView.putAll(ActivationAttempt.of(profile, catalog).refusalReasonByView());
        addRefreshFailures();
        Map<ObjectName, ViewDefinition> definitionByView = collectDefinitionsByView();
        definitionByView.forEach((name, definition) -> {
            String reason = findFailureReason(definition);
            if (reason != null) {
                reasonByView.put(name, reason);
            }
        });
        addSynchronousViewFailures();
        // A view also fails if it reads a view that fails.
        for (int previousCount = -1; previousCount != reasonByView.size(); ) {
            previousCount = reasonByView.size();
            definitionByView.forEach((name, definition) -> definition.baseRelations().stream()
                    .filter(BaseRelation::isDirect)
                    .map(base -> new ObjectName(base.database(), base.name()))
                    .filter(this::isUnreadableView)
                    .findFirst()
                    .ifPresent(base -> reasonByView.put(name, "it reads " + base)));
        }
    }

    /**
     * Adds the active materialized views whose refresh fails: no change of a table in an external catalog makes them
     * inactive.
     */
    private void addRefreshFailures() {
        IcebergTableReaders tableReaders = new IcebergTableReaders(profile, catalog);
        if (!tableReaders.hasManagedIcebergTables()) {
            return;
        }
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.isActive()) {
                    continue;
                }
                String reason = tableReaders
                        .findRepartitionedTable(view)
                        .map(repartitionedTable -> "the partitioning of " + repartitionedTable.qualifiedName()
                                + ", which it reads, has changed")
                        .orElseGet(() -> findFailureReason(view.definition()));
                if (reason != null) {
                    reasonByView.put(new ObjectName(database.name(), view.name()), reason);
                }
            }
        }
    }

    private void addSynchronousViewFailures() {
        for (Database database : catalog.databases().values()) {
            for (Table table : database.tables().values()) {
                for (Rollup rollup : table.rollups()) {
                    String reason = rollup.query() == null ? null : findFailureReason(database.name(), rollup.query());
                    if (reason != null) {
                        reasonByView.put(new ObjectName(database.name(), rollup.name()), reason);
                    }
                }
            }
        }
    }

    private Map<ObjectName, ViewDefinition> collectDefinitionsByView() {
        Map<ObjectName, ViewDefinition> definitionByView = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                definitionByView.put(new ObjectName(database.name(), view.name()), view.definition());
            }
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.isActive()) {
                    definitionByView.put(new ObjectName(database.name(), view.name()), view.definition());
                }
            }
        }
        return definitionByView;
    }

    /**
     * Returns the reason why the query of a view fails; null if a server accepts it, or if only a newer server can
     * parse it.
     */
    private @Nullable String findFailureReason(ViewDefinition definition) {
        if (definition.query().query().isUnread()) {
            return null;
        }
        for (BaseRelation base : definition.baseRelations()) {
            // The server keeps the columns of * as they were when the view was created.
            if (base.isDirect() && !base.isDropped()) {
                String missingColumnDescription =
                        describeMissingColumn(new ObjectName(base.database(), base.name()), base.columns());
                if (missingColumnDescription != null) {
                    return missingColumnDescription;
                }
            }
        }
        return findFailureReason(definition.defaultDatabaseName(), definition.query());
    }

    private @Nullable String findFailureReason(@Nullable String database, QueryText query) {
        if (query.query().isUnread()) {
            return null;
        }
        try {
            ReaderGraph.analyzeLineage(profile, sourceResolver, database, query.query());
            return null;
        } catch (Refusal refusal) {
            return refusal.innermostDetail();
        }
    }

    private @Nullable String findFailureReason(ApplicationStatement applicationStatement) {
        for (RelationUse relation : applicationStatement.relations()) {
            ObjectName name = ObjectName.resolve(
                    QualifiedName.of(relation.name().split("\\.")), new Session(applicationStatement.database()));
            String missingColumnDescription = describeMissingColumn(name, relation.columnNames());
            if (missingColumnDescription != null) {
                return missingColumnDescription;
            }
        }
        try {
            Optional<Reader> reader = applicationStatement.readingStatement().analyze(profile, catalog);
            return reader.stream()
                    .flatMap(knownReader -> knownReader.lineage().bases().stream())
                    .filter(this::isUnreadableView)
                    .findFirst()
                    .map(view -> "it reads " + view)
                    .orElse(null);
        } catch (Refusal refusal) {
            return refusal.innermostDetail();
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }

    /**
     * Returns whether a broken view has this name. The rows of a materialized view can be read even if its query fails.
     */
    private boolean isUnreadableView(ObjectName name) {
        return reasonByView.containsKey(name)
                && SchemaObject.find(catalog, name)
                        .filter(SchemaObject.ViewObject.class::isInstance)
                        .isPresent();
    }

    /** Returns a sentence about the first column that an object lacks; null if it has all, or does not exist. */
    private @Nullable String describeMissingColumn(ObjectName name, List<String> columnNames) {
        Optional<SchemaObject> object = SchemaObject.find(catalog, name);
        if (object.isEmpty()) {
            return null;
        }
        Set<String> existingColumnNames = new HashSet<>();
        object.get().columnNames().forEach(column -> existingColumnNames.add(column.toLowerCase(Locale.ROOT)));
        return columnNames.stream()
                .filter(column -> !existingColumnNames.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(column -> "it reads " + name + "." + column + ", which does not exist")
                .orElse(null);
    }
}
