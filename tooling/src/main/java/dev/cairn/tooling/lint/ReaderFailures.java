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
import dev.cairn.processor.model.CheckedQuery.UsedRelation;
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
public final class ReaderFailures {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final CatalogSourceResolver sources;
    private final Map<ObjectName, String> failuresByView = new HashMap<>();

    private ReaderFailures(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.catalog = catalog;
        this.sources = new CatalogSourceResolver(profile, catalog);
    }

    /** Returns the views whose queries fail. */
    public static SortedSet<ObjectName> findBrokenViews(ServerProfile profile, Catalog catalog) {
        ReaderFailures failures = new ReaderFailures(profile, catalog);
        failures.collectViewFailures();
        return failures.failuresByView.keySet().stream()
                .filter(failures::isUnreadableView)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static SortedMap<BrokenReader, String> findBrokenReaders(
            ServerProfile profile, Catalog catalog, List<ApplicationStatement> statements) {
        ReaderFailures failures = new ReaderFailures(profile, catalog);
        failures.collectViewFailures();
        SortedMap<BrokenReader, String> brokenReaders = new TreeMap<>();
        failures.failuresByView.forEach(
                (name, reason) -> brokenReaders.put(new BrokenReader(LintRule.BREAKS_VIEW, name), reason));
        for (ApplicationStatement statement : statements) {
            String reason = failures.findFailure(statement);
            if (reason != null) {
                brokenReaders.put(
                        new BrokenReader(statement.rule(), statement.statement().name()), reason);
            }
        }
        return brokenReaders;
    }

    private void collectViewFailures() {
        failuresByView.putAll(ActivationAttempt.of(profile, catalog).refusals());
        collectRefreshFailures();
        Map<ObjectName, ViewDefinition> definitions = collectDefinitions();
        definitions.forEach((name, definition) -> {
            String reason = findFailure(definition);
            if (reason != null) {
                failuresByView.put(name, reason);
            }
        });
        collectSynchronousViewFailures();
        // A view also fails if it reads a view that fails.
        for (int previousCount = -1; previousCount != failuresByView.size(); ) {
            previousCount = failuresByView.size();
            definitions.forEach((name, definition) -> definition.bases().stream()
                    .filter(BaseRelation::isDirect)
                    .map(base -> new ObjectName(base.database(), base.name()))
                    .filter(this::isUnreadableView)
                    .findFirst()
                    .ifPresent(base -> failuresByView.put(name, "it reads " + base)));
        }
    }

    /**
     * Adds the active materialized views whose refresh fails: no change of a table in an external catalog makes them
     * inactive.
     */
    private void collectRefreshFailures() {
        IcebergTableReaders tableReaders = new IcebergTableReaders(profile, catalog);
        if (!tableReaders.hasManagedIcebergTables()) {
            return;
        }
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                String reason = tableReaders
                        .findRepartitionedTable(view)
                        .map(table -> "the partitioning of " + table.catalog() + "." + table.database() + "."
                                + table.name() + ", which it reads, has changed")
                        .orElseGet(() -> findFailure(view.definition()));
                if (view.isActive() && reason != null) {
                    failuresByView.put(new ObjectName(database.name(), view.name()), reason);
                }
            }
        }
    }

    private void collectSynchronousViewFailures() {
        for (Database database : catalog.databases().values()) {
            for (Table table : database.tables().values()) {
                for (Rollup rollup : table.rollups()) {
                    String reason = rollup.query() == null ? null : findFailure(database.name(), rollup.query());
                    if (reason != null) {
                        failuresByView.put(new ObjectName(database.name(), rollup.name()), reason);
                    }
                }
            }
        }
    }

    private Map<ObjectName, ViewDefinition> collectDefinitions() {
        Map<ObjectName, ViewDefinition> definitions = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                definitions.put(new ObjectName(database.name(), view.name()), view.definition());
            }
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.isActive()) {
                    definitions.put(new ObjectName(database.name(), view.name()), view.definition());
                }
            }
        }
        return definitions;
    }

    /** Returns the reason for which a query fails; null if a server accepts it. */
    private @Nullable String findFailure(ViewDefinition definition) {
        if (definition.query().query().isUnread()) {
            return null;
        }
        for (BaseRelation base : definition.bases()) {
            // The server keeps the columns of * as they were when the view was created.
            if (base.isDirect() && !base.isDropped()) {
                String missingColumn =
                        describeMissingColumn(new ObjectName(base.database(), base.name()), base.columns());
                if (missingColumn != null) {
                    return missingColumn;
                }
            }
        }
        return findFailure(definition.database(), definition.query());
    }

    private @Nullable String findFailure(@Nullable String database, QueryText query) {
        if (query.query().isUnread()) {
            return null;
        }
        try {
            ReaderGraph.analyseLineage(profile, sources, database, query.query());
            return null;
        } catch (Refusal refusal) {
            return ActivationAttempt.extractReason(refusal);
        }
    }

    private @Nullable String findFailure(ApplicationStatement statement) {
        for (UsedRelation relation : statement.relations()) {
            ObjectName name = ObjectName.resolve(
                    QualifiedName.of(relation.name().split("\\.")), new Session(statement.database()));
            String missingColumn = describeMissingColumn(name, relation.columns());
            if (missingColumn != null) {
                return missingColumn;
            }
        }
        try {
            Optional<Reader> reader = statement.statement().analyse(profile, catalog);
            return reader.stream()
                    .flatMap(knownReader -> knownReader.lineage().bases().stream())
                    .filter(this::isUnreadableView)
                    .findFirst()
                    .map(view -> "it reads " + view)
                    .orElse(null);
        } catch (Refusal refusal) {
            return ActivationAttempt.extractReason(refusal);
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }

    /**
     * Returns whether a broken view has this name. The rows of a materialized view can be read even if its query fails.
     */
    private boolean isUnreadableView(ObjectName name) {
        return failuresByView.containsKey(name)
                && SchemaObject.find(catalog, name)
                        .filter(SchemaObject.ViewObject.class::isInstance)
                        .isPresent();
    }

    /** Returns a sentence about the first column that an object lacks; null if it has all, or does not exist. */
    private @Nullable String describeMissingColumn(ObjectName name, List<String> columns) {
        Optional<SchemaObject> object = SchemaObject.find(catalog, name);
        if (object.isEmpty()) {
            return null;
        }
        Set<String> existingColumns = new HashSet<>();
        object.get().columnNames().forEach(column -> existingColumns.add(column.toLowerCase(Locale.ROOT)));
        return columns.stream()
                .filter(column -> !existingColumns.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(column -> "it reads " + name + "." + column + ", which does not exist")
                .orElse(null);
    }
}
