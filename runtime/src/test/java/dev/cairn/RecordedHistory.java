package dev.cairn;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.migration.MigrationHash;
import dev.cairn.migration.MigrationNames;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.WidenedColumns.WideColumnFinder;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schema whose migrations are recorded by a test, as the recorder would record them: each leads from one set of
 * CREATE statements to the next.
 *
 * <pre>{@code
 * SchemaDescriptor shop = new RecordedHistory("shop")
 *         .version("create orders", "CREATE TABLE orders (…)")
 *         .statements("backfill", List.of("INSERT INTO orders …"))
 *         .schema();
 * }</pre>
 */
public final class RecordedHistory {
    private final String name;
    private final Engine engine;
    private final Session session;
    private Catalog emptyCatalog;
    private final List<RecordedMigration> migrations = new ArrayList<>();
    private final List<RecordedMigration> repeatables = new ArrayList<>();
    private Catalog lastCatalog;
    private boolean keepsWiderTypes;

    public RecordedHistory(String name) {
        this(name, ServerProfile.DEFAULT.withReplicas(1, 3));
    }

    public RecordedHistory(String name, ServerProfile profile) {
        this.name = name;
        this.engine = new Engine(profile);
        this.session = new Session(name);
        this.emptyCatalog = Catalog.EMPTY.withDatabase(Database.of(name));
        this.lastCatalog = emptyCatalog;
    }

    /**
     * Makes the schema manage objects of the cluster, and returns this history. Must be called before versions are
     * added.
     */
    public RecordedHistory managingCluster() {
        emptyCatalog = emptyCatalog.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        lastCatalog = emptyCatalog;
        return this;
    }

    /**
     * Lets downgrades keep the wider types of columns, as recording does by default, and returns this history. Must be
     * called before versions are added.
     */
    public RecordedHistory keepingWiderTypes() {
        keepsWiderTypes = true;
        return this;
    }

    /** Records a migration to the declared objects, which the CREATE statements create in an empty database. */
    public RecordedHistory version(String title, String... createStatements) {
        return version(title, Renames.NONE, createStatements);
    }

    public RecordedHistory version(String title, List<Rename> renames, String... createStatements) {
        return version(title, new Renames(renames), createStatements);
    }

    private RecordedHistory version(String title, Renames renames, String... createStatements) {
        Simulation declarationSimulation = new Simulation(engine, session, emptyCatalog);
        for (String createStatement : createStatements) {
            declarationSimulation.apply(MigrationAction.parse(createStatement));
        }
        Catalog declaredCatalog = declarationSimulation.catalog();
        Planner planner = new Planner(engine, session);
        Plan upgradePlan = planner.plan(lastCatalog, declaredCatalog, renames);
        if (!upgradePlan.findObjections(AllowedChanges.ALL).isEmpty()) {
            throw new IllegalArgumentException(
                    upgradePlan.findObjections(AllowedChanges.ALL).toString());
        }
        Catalog upgradedCatalog =
                simulate(upgradePlan.steps().stream().map(Step::text).toList());
        WidenedColumns widenedColumns = new WidenedColumns(
                lastCatalog,
                WideColumnFinder.ofRenamed(
                        renames, lastCatalog, upgradedCatalog, WidenedColumns.findRebuiltTables(upgradePlan)),
                session);
        List<Marker.KeepsType> keptTypes = keepsWiderTypes ? widenedColumns.findKeptTypes() : List.of();
        Plan downgradePlan = planner.plan(
                upgradedCatalog, widenedColumns.widenColumns(keptTypes), renames.reverse(lastCatalog, upgradedCatalog));
        List<Objection> objections = downgradePlan.findObjections(AllowedChanges.ALL);
        return add(
                title,
                upgradePlan.steps().stream().map(Step::text).toList(),
                objections.isEmpty()
                        ? Stream.concat(
                                        keptTypes.stream().map(Marker::line),
                                        downgradePlan.steps().stream().map(Step::text))
                                .toList()
                        : List.of(),
                List.of(),
                null,
                objections.stream().map(Objection::reason).collect(Collectors.joining("; ")));
    }

    /** Adds a version written by hand, whose downgrade has no statements. */
    public RecordedHistory statements(String title, String... upgradeStatements) {
        return add(title, List.of(upgradeStatements), List.of(), List.of(), null);
    }

    public RecordedHistory statements(String title, List<String> upgradeStatements, List<String> downgradeStatements) {
        return add(title, upgradeStatements, downgradeStatements, List.of(), null);
    }

    /** Adds an irreversible version written by hand. */
    public RecordedHistory irreversible(String title, String reason, String... upgradeStatements) {
        add(title, List.of(upgradeStatements), List.of(), List.of(), null, reason);
        return this;
    }

    public RecordedHistory statementsWithSettings(String title, List<String> settings, List<String> upgradeStatements) {
        return add(title, upgradeStatements, List.of(), settings, null);
    }

    /** Adds a version that runs code after its statements. */
    public RecordedHistory code(
            String title, Supplier<? extends MigrationStep> stepFactory, String... upgradeStatements) {
        return add(title, List.of(upgradeStatements), List.of(), List.of(), stepFactory);
    }

    /** Adds a checkpoint that replaces all migrations so far, as a newer version of the application would. */
    public RecordedHistory checkpoint(String release, String... keptStatements) {
        RecordedMigration lastMigration = migrations.get(migrations.size() - 1);
        RecordedMigration.Builder builder = RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        RecordedHistory.class,
                        lastMigration.number(),
                        MigrationNames.of(lastMigration.number(), "checkpoint"),
                        "Checkpoint",
                        "",
                        lastMigration.hash())
                .checkpoint(release)
                .irreversible("it replaces the migrations up to " + lastMigration.number());
        Plan plan = new Planner(engine, session).plan(emptyCatalog, lastCatalog, Renames.NONE);
        plan.steps().forEach(step -> builder.upgrade(step.text()));
        builder.upgrade(keptStatements);
        RecordedHistory newerHistory = new RecordedHistory(name, engine.profile());
        newerHistory.lastCatalog = lastCatalog;
        newerHistory.migrations.add(builder.build());
        return newerHistory;
    }

    /** Adds a migration that runs after all versions whenever its text has changed. */
    public RecordedHistory repeatable(String migrationName, String... statements) {
        repeatables.add(RecordedMigration.repeatable(
                        GeneratedClassFormat.CURRENT,
                        RecordedHistory.class,
                        migrationName,
                        migrationName,
                        MigrationHash.of("", List.of(statements)))
                .upgrade(statements)
                .build());
        return this;
    }

    private Catalog simulate(List<String> statements) {
        Simulation simulation = new Simulation(engine, session, lastCatalog);
        statements.forEach(text -> FormerExternalObjects.applyWithFormerObjects(
                simulation,
                MigrationAction.parse(text),
                ChainPosition.of(0, 0),
                () -> new FormerExternalObjects(engine.profile())));
        return simulation.catalog();
    }

    private RecordedHistory add(
            String title,
            List<String> upgradeStatements,
            List<String> downgradeStatements,
            List<String> settings,
            @Nullable Supplier<? extends MigrationStep> stepFactory) {
        return add(title, upgradeStatements, downgradeStatements, settings, stepFactory, "");
    }

    private RecordedHistory add(
            String title,
            List<String> upgradeStatements,
            List<String> downgradeStatements,
            List<String> settings,
            @Nullable Supplier<? extends MigrationStep> stepFactory,
            String irreversibleReason) {
        lastCatalog = simulate(upgradeStatements);
        RecordedMigration lastMigration = migrations.isEmpty() ? null : migrations.get(migrations.size() - 1);
        int number = lastMigration == null ? 1 : lastMigration.number() + 1;
        String parentHash = lastMigration == null ? "" : lastMigration.hash();
        RecordedMigration.Builder builder = RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        RecordedHistory.class,
                        number,
                        MigrationNames.of(number, title),
                        title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                        parentHash,
                        MigrationHash.of(parentHash, upgradeStatements))
                .upgrade(upgradeStatements.toArray(String[]::new))
                .downgrade(downgradeStatements.toArray(String[]::new));
        if (!irreversibleReason.isEmpty()) {
            builder.irreversible(irreversibleReason);
        }
        for (String setting : settings) {
            String[] nameAndValue = setting.split("=", 2);
            builder.session(nameAndValue[0], nameAndValue[1]);
        }
        migrations.add(
                stepFactory == null ? builder.build() : builder.build(stepFactory, MigrationStep.Moment.AFTER_UPGRADE));
        return this;
    }

    /** Returns the migrations so far, in order. */
    public List<RecordedMigration> migrations() {
        return List.copyOf(migrations);
    }

    /** Returns the catalog after all migrations. */
    public Catalog lastCatalog() {
        return lastCatalog;
    }

    public Engine engine() {
        return engine;
    }

    public SchemaDescriptor schema() {
        return new RecordedSchema(
                name, engine.profile(), List.copyOf(migrations), List.copyOf(repeatables), managesCluster());
    }

    /** Returns the schema of an older version of the application, which has only the first migrations. */
    public SchemaDescriptor schema(int migrationCount) {
        return new RecordedSchema(
                name,
                engine.profile(),
                List.copyOf(migrations.subList(0, migrationCount)),
                List.of(),
                managesCluster());
    }

    private boolean managesCluster() {
        return emptyCatalog.clusterObjects().isManaged();
    }

    private static final class RecordedSchema extends SchemaDescriptor {
        private final List<RecordedMigration> recordedMigrations;
        private final List<RecordedMigration> repeatableMigrations;

        RecordedSchema(
                String name,
                ServerProfile profile,
                List<RecordedMigration> recordedMigrations,
                List<RecordedMigration> repeatableMigrations,
                boolean managesCluster) {
            super(
                    GeneratedClassFormat.CURRENT,
                    name,
                    profile.version().toString(),
                    profile.runMode().name().toLowerCase(Locale.ROOT));
            this.recordedMigrations = recordedMigrations;
            this.repeatableMigrations = repeatableMigrations;
            setDeclarationHash(DeclarationHash.ofStatements(List.of()));
            if (managesCluster) {
                addClusterStatements();
            }
        }

        @Override
        protected void forEachRepeatableMigration(Consumer<RecordedMigration> consumer) {
            repeatableMigrations.forEach(consumer);
        }

        @Override
        protected void forEachMigration(Consumer<RecordedMigration> consumer) {
            recordedMigrations.forEach(consumer);
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            // These tests need no records.
        }
    }
}
