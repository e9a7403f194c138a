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
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.CreateTableStatement;
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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The external objects that existed when migrations were recorded. They no longer need a declaration, and may have
 * changed since. Every column that a recorded query reads counts as existing at that time. An object that the migration
 * of the query or an earlier one creates is not external, so a query that precedes the creation of its table in the same
 * migration is still reported. An object that a later migration creates was external before: the schema has taken it
 * over.
 */
public final class RecordedExternalObjects {

    private final ServerProfile profile;
    private final List<MigrationObjects> migrations = new ArrayList<>();

    /**
     * The place of a statement in the chain.
     *
     * @param migrationIndex the index of its migration
     * @param isStrict whether an object that is missing in a database of the catalog is an error
     */
    public record Place(int migrationIndex, boolean isStrict) {
        /** Returns the place in a migration: only the last one has to match the declared external objects. */
        public static Place of(int migrationIndex, int migrationCount) {
            return new Place(migrationIndex, migrationIndex >= migrationCount - 1);
        }
    }

    private final Set<ObjectName> remainingNames = new HashSet<>();

    /** The names of the objects that a migration creates or changes, and of those among them that it creates. */
    private record MigrationObjects(Set<ObjectName> touchedNames, Set<ObjectName> createdNames) {}

    public RecordedExternalObjects(ServerProfile profile) {
        this.profile = profile;
    }

    /**
     * Returns the former external objects of a chain of migrations.
     *
     * @param upgrades the statements of all migrations, in the order of the chain
     */
    public static RecordedExternalObjects of(ServerProfile profile, Session session, Stream<List<String>> upgrades) {
        RecordedExternalObjects formerObjects = new RecordedExternalObjects(profile);
        upgrades.forEach(statementTexts -> formerObjects.addMigration(
                statementTexts.stream()
                        .map(text -> MigrationAction.parse(text).forServer(profile))
                        .toList(),
                session));
        return formerObjects;
    }

    /**
     * Applies an action. If the server refuses it, the catalog is extended by the former external objects that the
     * action reads, and the action is applied again.
     *
     * @param place the place of the action in the chain
     * @param formerObjectsSupplier supplies the former external objects; called only after a refusal
     */
    public static void applyWithFormerObjects(
            Simulation simulation,
            MigrationAction action,
            Place place,
            Supplier<RecordedExternalObjects> formerObjectsSupplier) {
        try {
            simulation.apply(action);
        } catch (Refusal refusal) {
            Statement statement = action.statement();
            Catalog extendedCatalog = Optional.ofNullable(statement)
                    .flatMap(readingStatement -> formerObjectsSupplier
                            .get()
                            .extendCatalog(readingStatement, simulation.catalog(), simulation.session(), place))
                    .orElseThrow(() -> refusal);
            simulation.extendCatalog(extendedCatalog);
            simulation.apply(action);
        }
    }

    /** Adds the next migration of the chain. The objects that it creates or changes are not external in it. */
    public void addMigration(List<MigrationAction> actions, Session session) {
        Set<ObjectName> touchedNames = new HashSet<>();
        Set<ObjectName> createdNames = new HashSet<>();
        for (MigrationAction action : actions) {
            Statement statement = action.statement();
            if (statement != null && !(statement instanceof Statement.OpaqueStatement)) {
                statement
                        .changedObject()
                        .map(name -> ObjectName.resolve(name, session))
                        .ifPresent(name -> {
                            touchedNames.add(name);
                            List<ObjectName> newNames = findCreatedNames(statement, name);
                            createdNames.addAll(newNames);
                            if (statement instanceof Statement.DropTable || isRename(statement)) {
                                remainingNames.remove(name);
                            }
                            remainingNames.addAll(newNames);
                        });
            }
        }
        touchedNames.addAll(createdNames);
        migrations.add(new MigrationObjects(touchedNames, createdNames));
    }

    /** Returns the names of the objects that the migrations create, except those that they drop again. */
    public Set<ObjectName> findRemainingNames() {
        return Collections.unmodifiableSet(remainingNames);
    }

    private static List<ObjectName> findCreatedNames(Statement statement, ObjectName name) {
        boolean isCreation = statement instanceof CreateTableStatement
                || statement instanceof CreateView
                || statement instanceof CreateMaterializedView;
        return isCreation
                ? List.of(name)
                : streamRenames(statement)
                        .map(rename -> name.withName(rename.newName().text()))
                        .toList();
    }

    private static boolean isRename(Statement statement) {
        return streamRenames(statement).findAny().isPresent();
    }

    private static Stream<AlterClause.RenameTable> streamRenames(Statement statement) {
        return statement instanceof Statement.AlterTable alter
                ? alter.clauses().stream()
                        .filter(AlterClause.RenameTable.class::isInstance)
                        .map(AlterClause.RenameTable.class::cast)
                : Stream.empty();
    }

    /**
     * Returns the catalog with all external objects that the queries of a statement read; empty if the queries do not
     * read external objects.
     *
     * @param place the place of the statement in the chain
     */
    public Optional<Catalog> extendCatalog(Statement statement, Catalog catalog, Session session, Place place) {
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
                    if (isExpectedInCatalog(catalog, externalCatalog, database, name, place)) {
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
            Catalog catalog, @Nullable String externalCatalogName, String database, String name, Place place) {
        return externalCatalogName == null
                && ((place.isStrict && catalog.findDatabase(database).isPresent())
                        || isSchemaObject(new ObjectName(database, name), place.migrationIndex));
    }

    /** Returns whether migrations create or change an object, and none after the given one creates it. */
    private boolean isSchemaObject(ObjectName name, int migrationIndex) {
        return migrations.stream().anyMatch(migration -> migration.touchedNames.contains(name))
                && migrations.stream()
                        .skip(migrationIndex + 1L)
                        .noneMatch(migration -> migration.createdNames.contains(name));
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
            List<Expression> values = new ArrayList<>();
            for (DmlStatement.Assignment assignment : update.assignments()) {
                values.add(assignment.value() == null ? new Expression.NullLiteral(update.span()) : assignment.value());
            }
            return List.of(RowSelection.of(update).toQuery(values));
        }
        if (dmlStatement instanceof DmlStatement.Delete delete) {
            return List.of(RowSelection.of(delete).toQuery(List.of(new Expression.NullLiteral(delete.span()))));
        }
        DmlStatement.Insert insert = (DmlStatement.Insert) dmlStatement;
        List<Query> queries = new ArrayList<>();
        if (insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows) {
            queries.add(queriedRows.queryText().query());
        }
        if (!insert.hasPseudoTable()) {
            queries.add(new RowSelection(List.of(), insert.target(), List.of(), null)
                    .toQuery(List.of(new Expression.NullLiteral(insert.span()))));
        }
        return queries;
    }
}
