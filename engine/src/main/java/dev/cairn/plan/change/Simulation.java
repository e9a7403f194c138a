package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.access.MigrationAccess;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * Applies actions one after another to a catalog instead of a server. An instance is not thread-safe.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(engine, new Session("shop"), recorded);
 * for (String text : migration.upgrade()) {
 *     simulation.apply(MigrationAction.parse(text));
 * }
 * simulation.steps(); // each action with its effects
 * }</pre>
 */
public final class Simulation {
    private final Engine engine;
    private final QueryMatcher queryMatcher;
    private final List<SimulatedAction> simulatedActions = new ArrayList<>();
    private Session session;
    private Catalog catalog;

    public Simulation(Engine engine, Session session, Catalog catalog) {
        this(engine, session, catalog, QueryMatcher.ofWrittenQueries(engine.profile(), session));
    }

    public Simulation(Engine engine, Session session, Catalog catalog, QueryMatcher queryMatcher) {
        this.engine = engine;
        this.queryMatcher = queryMatcher;
        this.session = session;
        this.catalog = catalog;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Session session() {
        return session;
    }

    public ServerProfile profile() {
        return engine.profile();
    }

    /**
     * Applies an action as the server would. If the action allows a refusal, a refused statement has no effect.
     *
     * @throws Refusal if the server would refuse the statement; the catalog is then unchanged
     */
    public void apply(MigrationAction action) {
        try {
            addSimulatedAction(simulate(action));
        } catch (Refusal refusal) {
            if (!action.allowsRefusal()) {
                throw refusal;
            }
            recordWithoutEffect(action);
        }
    }

    /** Records an action whose effect the catalog already contains; only USE is applied. */
    public void recordSkippedAction(MigrationAction action) {
        if (action.statement() instanceof Statement.Use) {
            apply(action);
        } else {
            recordWithoutEffect(action);
        }
    }

    private void recordWithoutEffect(MigrationAction action) {
        addSimulatedAction(new SimulatedAction(action, session, catalog, session, catalog, ChangeCost.IMMEDIATE));
    }

    /** Transfers the grants of one object to another one. */
    public void transferGrants(ObjectName source, ObjectName target) {
        Marker transfer = new Marker.TransfersGrants(
                source.toSqlName(session).toString(), target.toSqlName(session).toString());
        apply(new MigrationAction(List.of(transfer), null));
    }

    /** Continues with a catalog that has more objects than the current one, such as external objects. */
    public void extendCatalog(Catalog extendedCatalog) {
        catalog = extendedCatalog;
    }

    private SimulatedAction simulate(MigrationAction action) {
        Statement statement = action.statement();
        if (action.isSeed()) {
            Catalog catalogAfter = SeedStatements.apply(catalog, session, action);
            return new SimulatedAction(action, session, catalog, session, catalogAfter, ChangeCost.IMMEDIATE);
        }
        // A statement that is kept as text changes nothing that a catalog contains. If it changes rows, it is checked
        // when it is recorded, not when it runs.
        StatementResult result = statement == null || statement instanceof Statement.OpaqueStatement
                ? new StatementResult(action.applyGrantTransfer(catalog, session), session, ChangeCost.IMMEDIATE)
                : engine.apply(catalog, session, statement);
        return new SimulatedAction(action, session, catalog, result.session(), result.catalog(), result.cost());
    }

    private void addSimulatedAction(SimulatedAction simulatedAction) {
        simulatedActions.add(simulatedAction);
        catalog = simulatedAction.catalogAfter();
        session = simulatedAction.sessionAfter();
    }

    /**
     * Applies a statement, and marks it if it destroys data. Returns the refusal if the server would refuse the
     * statement, which then has no effect; empty on success.
     */
    public Optional<Refusal> attempt(Statement statement, Marker... markers) {
        try {
            SimulatedAction simulatedAction = simulate(MigrationAction.of(statement, markers));
            boolean isMarked = simulatedAction.action().isMarked(Marker.Destructive.class);
            Optional<String> destructionReason =
                    isMarked ? Optional.empty() : new Destruction(simulatedAction).describeLoss();
            addSimulatedAction(destructionReason
                    .map(reason -> simulatedAction.withMarker(new Marker.Destructive(reason)))
                    .orElse(simulatedAction));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    /**
     * Returns a simulation that continues from here, and has no actions yet. Its actions do not affect this simulation
     * until {@link #adopt} is called.
     */
    public Simulation fork() {
        return new Simulation(engine, session, catalog, queryMatcher);
    }

    /**
     * Adopts the actions and the catalog of a fork. This simulation must not have changed since the fork was created.
     */
    public void adopt(Simulation fork) {
        simulatedActions.addAll(fork.simulatedActions);
        catalog = fork.catalog;
        session = fork.session;
    }

    List<SimulatedAction> simulatedActions() {
        return List.copyOf(simulatedActions);
    }

    /** Returns the parts in which an object does not yet match the desired one. */
    public SortedSet<ObjectPart> findDifferingParts(SchemaObject currentObject, SchemaObject desiredObject) {
        return currentObject.findDifferingParts(desiredObject, profile(), queryMatcher);
    }

    /** Returns the factory of statements that create, alter and drop objects in the current session. */
    public DefinitionStatements definitionStatements() {
        return new DefinitionStatements(profile(), session());
    }

    /** Returns the object with this name after the actions so far; empty if the catalog does not have it. */
    public Optional<SchemaObject> find(ObjectName name) {
        return SchemaObject.find(catalog, name);
    }

    /** Returns the table with this name after the actions so far, which must exist. */
    public Table requireTable(ObjectName name) {
        return ((SchemaObject.TableObject) find(name).orElseThrow()).table();
    }

    /** Returns the tables with foreign keys that refer to a table, which may refer to itself. */
    public List<ObjectName> findReferringTables(ObjectName tableName) {
        return DeclaredConstraints.of(catalog).findReferringTables(tableName.database(), tableName.name()).stream()
                .map(referringTable -> new ObjectName(
                        referringTable.databaseName(), referringTable.table().name()))
                .toList();
    }

    /**
     * Clears the foreign keys that refer to a table before another table takes its name or place. The server moves only
     * some of these keys, and can't print a table with a foreign key to a dropped table.
     */
    public void clearReferringForeignKeys(ObjectName tableName) {
        findReferringTables(tableName).forEach(this::clearForeignKeys);
    }

    /** Clears the constraints that a server could not print, or would print wrongly, after a table has lost its name. */
    public void clearConstraintsBeforeRename(ObjectName tableName) {
        clearReferringForeignKeys(tableName);
        clearUniqueConstraintsOfViews(tableName);
        if (SchemaObject.isTable(catalog, tableName)
                && KnownProperty.FOREIGN_KEY_CONSTRAINTS.isSetIn(
                        requireTable(tableName).properties())
                && DeclaredConstraints.of(catalog).hasForeignKeyToNamesake(tableName.database(), tableName.name())) {
            // When a table with foreign keys is renamed, the server changes the foreign keys of tables that once
            // referred to it. It compares the name of the table, but not its database.
            clearForeignKeys(tableName);
        }
    }

    /**
     * Clears the unique constraints of materialized views that name a table, before the table loses its name. Afterwards
     * a shared-data server could not print the views.
     */
    private void clearUniqueConstraintsOfViews(ObjectName tableName) {
        MaterializedViewChange change = new MaterializedViewChange.SetViewProperties(
                List.of(Property.of(KnownProperty.UNIQUE_CONSTRAINTS.propertyName(), "")));
        DeclaredConstraints.of(catalog)
                .findViewsWithUniqueConstraint(tableName.database(), tableName.name())
                .forEach(constrainedView -> {
                    ObjectName viewName = new ObjectName(
                            constrainedView.databaseName(),
                            constrainedView.view().name());
                    apply(new MigrationAction(List.of(), definitionStatements().buildAlter(viewName, change)));
                });
    }

    /**
     * Clears the foreign keys of a table.
     *
     * @throws Refusal if the server would refuse the statement
     */
    public void clearForeignKeys(ObjectName tableName) {
        AlterClause clause =
                AlterClause.SetProperties.of(Property.of(KnownProperty.FOREIGN_KEY_CONSTRAINTS.propertyName(), ""));
        apply(new MigrationAction(List.of(), definitionStatements().buildAlter(tableName, clause)));
    }

    /**
     * Removes a table from its colocation group, if it has one. Otherwise a dropped table would stay in the group as
     * long as it can be recovered, and no table with another distribution could join. If the server refuses the
     * removal, it also refuses the change for which the table leaves the group; that refusal is reported.
     */
    public void leaveColocationGroup(ObjectName tableName) {
        if (isInColocationGroup(tableName)) {
            attempt(definitionStatements()
                    .buildAlter(
                            tableName,
                            AlterClause.SetProperties.of(Property.of(KnownProperty.COLOCATE_WITH.propertyName(), ""))));
        }
    }

    /** Returns the CREATE statement, with the number of buckets that a colocation group requires from new members. */
    public Statement buildCreateStatement(ObjectName name, SchemaObject object) {
        if (object instanceof SchemaObject.TableObject tableObject) {
            Table table = tableObject.table();
            return definitionStatements()
                    .buildCreateTable(
                            name,
                            table.withDistribution(
                                    determineDeclaredDistribution(name, table.properties(), table.distribution())));
        }
        if (object instanceof SchemaObject.MaterializedViewObject viewObject) {
            MaterializedView view = viewObject.view();
            return definitionStatements()
                    .buildCreateMaterializedView(
                            name,
                            view.withDistribution(
                                    determineDeclaredDistribution(name, view.properties(), view.distribution())));
        }
        return definitionStatements().buildCreate(name, object);
    }

    /** Returns the distribution that a statement declares for a table or view that belongs to a colocation group. */
    Distribution determineDeclaredDistribution(
            ObjectName name, StoredProperties properties, Distribution distribution) {
        return ColocationRules.createDeclaredDistribution(catalog, name.database(), properties, distribution);
    }

    public boolean isInColocationGroup(ObjectName tableName) {
        return find(tableName)
                .filter(object -> object instanceof SchemaObject.TableObject tableObject
                        && KnownProperty.COLOCATE_WITH
                                .findValueIn(tableObject.table().properties())
                                .filter(group -> !group.isEmpty())
                                .isPresent())
                .isPresent();
    }

    /**
     * Returns whether a table has a foreign key to a renamed table. The server refuses each change of a table with such
     * a key until the key is cleared.
     */
    public boolean hasDanglingForeignKey(ObjectName tableName) {
        return find(tableName)
                .filter(object -> object instanceof SchemaObject.TableObject tableObject
                        && DeclaredConstraints.of(catalog).hasDanglingForeignKey(tableObject.table()))
                .isPresent();
    }

    /** Returns the steps, one for each action. */
    public List<Step> steps() {
        List<Step> steps = simulatedActions.stream()
                .map(simulatedAction -> StepAnalyzer.analyze(engine, simulatedAction))
                .toList();
        return simulatedActions.stream().anyMatch(Simulation::mayChangeAccess) ? withAccessChanges(steps) : steps;
    }

    /**
     * Returns whether an action may affect roles or privileges. Most schemas do not have roles, so their access need
     * not be analyzed.
     */
    private static boolean mayChangeAccess(SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        return !simulatedAction.catalogBefore().roles().isEmpty()
                || !simulatedAction.catalogAfter().roles().isEmpty()
                || statement instanceof AccessStatement
                || (statement instanceof Statement.OpaqueStatement opaqueStatement && !opaqueStatement.changesRows());
    }

    /**
     * Returns the steps with the rights that each of them grants or revokes. These depend on all statements: a right
     * that a later statement revokes is not a gain.
     */
    private List<Step> withAccessChanges(List<Step> steps) {
        MigrationAccess access = new MigrationAccess(profile(), simulatedActions);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> steps.get(i).withLints(access.describeChanges(i)))
                .toList();
    }
}
