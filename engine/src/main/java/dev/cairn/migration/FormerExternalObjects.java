package dev.cairn.migration;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.ViewStatement.AlterViewQuery;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The external objects that migrations read when they were recorded. They may have changed since, and need no declaration
 * any longer: each column that a recorded query reads counts as existing. An object that the same or an earlier
 * migration creates is not external, so a query before the CREATE of its table in the same migration is still refused.
 * An object that only a later migration creates was external before.
 */
public final class FormerExternalObjects {
    private final ServerProfile profile;
    private final ChainObjectNames names;

    public FormerExternalObjects(ServerProfile profile) {
        this(profile, new ChainObjectNames());
    }

    private FormerExternalObjects(ServerProfile profile, ChainObjectNames names) {
        this.profile = profile;
        this.names = names;
    }

    /**
     * Returns the former external objects of a chain of migrations.
     *
     * @param upgrades the statements of all migrations, in the order of the chain
     */
    public static FormerExternalObjects of(ServerProfile profile, Session session, Stream<List<String>> upgrades) {
        return new FormerExternalObjects(profile, ChainObjectNames.of(profile, session, upgrades));
    }

    /**
     * Applies an action. If the server refuses it, the catalog is extended by the former external objects that the
     * action reads, and the action is applied again.
     *
     * @param position the position of the action in the chain
     * @param formerObjectsSupplier supplies the former external objects; called only after a refusal
     */
    public static void applyWithFormerObjects(
            Simulation simulation,
            MigrationAction action,
            ChainPosition position,
            Supplier<FormerExternalObjects> formerObjectsSupplier) {
        Statement statement = action.statement();
        if (statement == null) {
            simulation.apply(action);
            return;
        }
        applyWithFormerObjects(
                statement, simulation.catalog(), simulation.session(), position, formerObjectsSupplier, catalog -> {
                    simulation.extendCatalog(catalog);
                    simulation.apply(action);
                    return simulation;
                });
    }

    /**
     * Applies a statement to a catalog. If the server refuses it, the catalog is extended by the former external objects
     * that the statement reads, and the statement is applied again.
     *
     * @param position the position of the statement in the chain
     * @param formerObjectsSupplier supplies the former external objects; called only after a refusal
     * @param application applies the statement to a catalog
     */
    public static <T> T applyWithFormerObjects(
            Statement statement,
            Catalog catalog,
            Session session,
            ChainPosition position,
            Supplier<FormerExternalObjects> formerObjectsSupplier,
            Function<Catalog, T> application) {
        try {
            return application.apply(catalog);
        } catch (Refusal refusal) {
            return application.apply(formerObjectsSupplier
                    .get()
                    .extendCatalog(statement, catalog, session, position)
                    .orElseThrow(() -> refusal));
        }
    }

    /** Adds the next migration of the chain. The objects that it creates or changes are not external in it. */
    public void addMigration(List<MigrationAction> actions, Session session) {
        names.addMigration(actions, session);
    }

    /**
     * Returns the catalog with all external objects that the queries of a statement read; empty if the queries do not
     * read external objects.
     *
     * @param position the position of the statement in the chain
     */
    private Optional<Catalog> extendCatalog(
            Statement statement, Catalog catalog, Session session, ChainPosition position) {
        List<ExternalObject> externalObjects = new ArrayList<>();
        SourceResolver catalogSourceResolver = new CatalogSourceResolver(profile, catalog);
        SourceResolver recordingSourceResolver = new SourceResolver() {
            @Override
            public Source resolveSource(@Nullable String catalogName, String database, String name, Span span) {
                String externalCatalog = InternalCatalog.externalCatalogName(catalogName);
                try {
                    Source source = catalogSourceResolver.resolveSource(catalogName, database, name, span);
                    if (source.kind() != Source.Kind.EXTERNAL) {
                        return source;
                    }
                } catch (Refusal refusal) {
                    if (isExpectedInCatalog(catalog, externalCatalog, database, name, position)) {
                        throw refusal;
                    }
                }
                // The object may have had other columns, too, when the query was recorded.
                externalObjects.add(new ExternalObject(
                        externalCatalog,
                        database,
                        name,
                        findKnownColumns(catalog, externalCatalog, database, name),
                        false));
                return Source.ofUnknown(database, name, Source.Kind.EXTERNAL);
            }

            @Override
            public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
                return catalogSourceResolver.findFunctions(database, function);
            }

            @Override
            public boolean hasUserAggregates() {
                return catalogSourceResolver.hasUserAggregates();
            }
        };
        collectQueries(statement).forEach(query -> analyze(query, recordingSourceResolver, session));
        Catalog extendedCatalog = catalog;
        for (ExternalObject externalObject : externalObjects) {
            extendedCatalog = extendedCatalog.withExternalObject(externalObject);
        }
        return externalObjects.isEmpty() ? Optional.empty() : Optional.of(extendedCatalog);
    }

    private boolean isExpectedInCatalog(
            Catalog catalog,
            @Nullable String externalCatalogName,
            String database,
            String name,
            ChainPosition position) {
        return externalCatalogName == null
                && ((position.requiresDeclaredObjects()
                                && catalog.findDatabase(database).isPresent())
                        || names.isSchemaObject(new ObjectName(database, name), position.migrationIndex()));
    }

    private static List<ExternalObject.ExternalColumn> findKnownColumns(
            Catalog catalog, @Nullable String externalCatalogName, String database, String name) {
        return catalog.findExternalObject(externalCatalogName, database, name)
                .map(ExternalObject::columns)
                .orElse(List.of());
    }

    private void analyze(Query query, SourceResolver sourceResolver, Session session) {
        try {
            new QueryAnalysis(profile, sourceResolver, session.databaseName()).analyze(query);
        } catch (Refusal ignored) {
            // Any other error is reported when the statement is applied. The names before the error have been recorded.
        }
    }

    private static List<Query> collectQueries(Statement statement) {
        if (statement instanceof CreateView createView) {
            return List.of(createView.queryText().query());
        }
        if (statement instanceof AlterViewQuery alterView) {
            return List.of(alterView.queryText().query());
        }
        if (statement instanceof CreateMaterializedView createView) {
            return List.of(createView.queryText().query());
        }
        if (statement instanceof CreateTableAsSelect createTable) {
            return List.of(createTable.queryText().query());
        }
        return statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows()
                ? collectQueries(Sql.parseDml(opaqueStatement))
                : List.of();
    }

    /** Returns queries that read the sources and the target of a statement. */
    private static List<Query> collectQueries(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Update update) {
            List<Expression> values = update.assignments().stream()
                    .map(DmlStatement.Assignment::value)
                    .flatMap(Stream::ofNullable)
                    .toList();
            return List.of(RowSelection.of(update).toQuery(values));
        }
        if (dmlStatement instanceof DmlStatement.Delete delete) {
            return List.of(RowSelection.of(delete).toQuery(List.of()));
        }
        DmlStatement.Insert insert = (DmlStatement.Insert) dmlStatement;
        List<Query> queries = new ArrayList<>();
        if (insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows) {
            queries.add(queriedRows.queryText().query());
        }
        if (!insert.hasPseudoTable()) {
            queries.add(new RowSelection(List.of(), insert.target(), List.of(), null).toQuery(List.of()));
        }
        return queries;
    }
}
