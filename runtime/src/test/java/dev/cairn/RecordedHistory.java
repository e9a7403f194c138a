package dev.cairn;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.migration.MigrationNames;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Format;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A schema whose migrations are recorded by a test, in the way of the recorder: each leads from one set of CREATE
 * statements to the next.
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
    private Catalog head;

    public RecordedHistory(String name) {
        this(name, ServerProfile.DEFAULT.withReplicas(1, 3));
    }

    public RecordedHistory(String name, ServerProfile profile) {
        this.name = name;
        this.engine = new Engine(profile);
        this.session = new Session(name);
        this.emptyCatalog = Catalog.EMPTY.withDatabase(Database.of(name));
        this.head = emptyCatalog;
    }

    /**
     * Makes the schema manage objects of the cluster, and returns this history. Must be called before versions are
     * added.
     */
    public RecordedHistory managingCluster() {
        emptyCatalog = emptyCatalog.withClusterObjects(ClusterObjects.NONE);
        head = emptyCatalog;
        return this;
    }

    /** Records a migration to the declared objects, which the CREATE statements create in an empty database. */
    public RecordedHistory version(String title, String... creates) {
        return version(title, Renames.NONE, creates);
    }

    public RecordedHistory version(String title, List<Rename> renames, String... creates) {
        return version(title, new Renames(renames), creates);
    }

    private RecordedHistory version(String title, Renames renames, String... creates) {
        Simulation declaration = new Simulation(engine, session, emptyCatalog);
        for (String create : creates) {
            declaration.apply(MigrationAction.parse(create));
        }
        Catalog declaredCatalog = declaration.catalog();
        Planner planner = new Planner(engine, session);
        Plan upgradePlan = planner.plan(head, declaredCatalog, renames);
        if (!upgradePlan.findObjections(AllowedChanges.ALL).isEmpty()) {
            throw new IllegalArgumentException(
                    upgradePlan.findObjections(AllowedChanges.ALL).toString());
        }
        Catalog upgradedCatalog =
                simulate(upgradePlan.steps().stream().map(Step::text).toList());
        Plan downgradePlan = planner.plan(upgradedCatalog, head, renames.reverse());
        return add(
                title,
                upgradePlan.steps().stream().map(Step::text).toList(),
                downgradePlan.steps().stream().map(Step::text).toList(),
                List.of(),
                null);
    }

    /** Adds a version written by hand, whose downgrade has no statements. */
    public RecordedHistory statements(String title, String... upgrade) {
        return add(title, List.of(upgrade), List.of(), List.of(), null);
    }

    public RecordedHistory statements(String title, List<String> upgrade, List<String> downgrade) {
        return add(title, upgrade, downgrade, List.of(), null);
    }

    /** Adds an irreversible version written by hand. */
    public RecordedHistory irreversible(String title, String reason, String... upgrade) {
        add(title, List.of(upgrade), List.of(), List.of(), null, reason);
        return this;
    }

    public RecordedHistory with(String title, List<String> settings, List<String> upgrade) {
        return add(title, upgrade, List.of(), settings, null);
    }

    /** Adds a version that runs code after its statements. */
    public RecordedHistory code(String title, Supplier<? extends MigrationStep> step, String... upgrade) {
        return add(title, List.of(upgrade), List.of(), List.of(), step);
    }

    /** Adds a checkpoint that replaces all migrations so far, as a newer version of the application would. */
    public RecordedHistory checkpoint(String release, String... keptStatements) {
        RecordedMigration last = migrations.get(migrations.size() - 1);
        RecordedMigration.Builder builder = RecordedMigration.of(
                        Format.CURRENT,
                        RecordedHistory.class,
                        last.number(),
                        MigrationNames.of(last.number(), "checkpoint"),
                        "Checkpoint",
                        "",
                        last.hash())
                .checkpoint(release)
                .irreversible("it replaces the migrations up to " + last.number());
        Plan plan = new Planner(engine, session).plan(emptyCatalog, head, Renames.NONE);
        plan.steps().forEach(step -> builder.upgrade(step.text()));
        builder.upgrade(keptStatements);
        RecordedHistory newerHistory = new RecordedHistory(name, engine.profile());
        newerHistory.head = head;
        newerHistory.migrations.add(builder.build());
        return newerHistory;
    }

    /** Adds a migration that runs after all versions whenever its text has changed. */
    public RecordedHistory repeatable(String migration, String... statements) {
        repeatables.add(RecordedMigration.repeatable(
                        Format.CURRENT,
                        RecordedHistory.class,
                        migration,
                        migration,
                        MigrationHash.of("", List.of(statements)))
                .upgrade(statements)
                .build());
        return this;
    }

    private Catalog simulate(List<String> statements) {
        Simulation simulation = new Simulation(engine, session, head);
        statements.forEach(text -> simulation.apply(MigrationAction.parse(text)));
        return simulation.catalog();
    }

    private RecordedHistory add(
            String title,
            List<String> upgrade,
            List<String> downgrade,
            List<String> settings,
            @Nullable Supplier<? extends MigrationStep> step) {
        return add(title, upgrade, downgrade, settings, step, "");
    }

    private RecordedHistory add(
            String title,
            List<String> upgrade,
            List<String> downgrade,
            List<String> settings,
            @Nullable Supplier<? extends MigrationStep> step,
            String irreversible) {
        head = simulate(upgrade);
        RecordedMigration last = migrations.isEmpty() ? null : migrations.get(migrations.size() - 1);
        int number = last == null ? 1 : last.number() + 1;
        String parentHash = last == null ? "" : last.hash();
        RecordedMigration.Builder builder = RecordedMigration.of(
                        Format.CURRENT,
                        RecordedHistory.class,
                        number,
                        MigrationNames.of(number, title),
                        title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                        parentHash,
                        MigrationHash.of(parentHash, upgrade))
                .upgrade(upgrade.toArray(String[]::new))
                .downgrade(downgrade.toArray(String[]::new));
        if (!irreversible.isEmpty()) {
            builder.irreversible(irreversible);
        }
        for (String setting : settings) {
            String[] nameAndValue = setting.split("=", 2);
            builder.session(nameAndValue[0], nameAndValue[1]);
        }
        migrations.add(step == null ? builder.build() : builder.build(step, MigrationStep.Moment.AFTER_UPGRADE));
        return this;
    }

    /** Returns the migrations so far, in order. */
    public List<RecordedMigration> migrations() {
        return List.copyOf(migrations);
    }

    /** Returns the catalog after all migrations. */
    public Catalog head() {
        return head;
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
                    Format.CURRENT,
                    name,
                    profile.version().toString(),
                    profile.runMode().name().toLowerCase(Locale.ROOT));
            this.recordedMigrations = recordedMigrations;
            this.repeatableMigrations = repeatableMigrations;
            recorded(DeclarationHash.of(List.of()));
            if (managesCluster) {
                manageCluster();
            }
        }

        @Override
        protected void repeatables(Consumer<RecordedMigration> repeatables) {
            repeatableMigrations.forEach(repeatables);
        }

        @Override
        protected void migrations(Consumer<RecordedMigration> migrations) {
            recordedMigrations.forEach(migrations);
        }

        @Override
        protected void members(Consumer<Descriptor<?>> members) {
            // These tests need no records.
        }
    }
}
