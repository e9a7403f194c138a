package dev.cairn.schema;

import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.plan.step.Marker;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.GeneratedClassFormat.StaleClassException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The description of a whole schema: its objects, its defaults and its recorded migrations. It is generated from the
 * root of the schema. It refers to the descriptors of the tables and views by their classes and reads their contents at
 * run time. It does not change after its construction, so several threads may use it.
 *
 * <pre>{@code
 * for (String statement : ShopSchema.SCHEMA.statements()) {
 *     jdbc.execute(statement);
 * }
 * }</pre>
 */
public abstract class SchemaDescriptor {
    private final String name;
    private final List<ServerProfile> targets = new ArrayList<>();
    private final Set<String> experimentalFeatures = new HashSet<>();
    private final List<Property> defaultProperties = new ArrayList<>();
    private final List<String> functions = new ArrayList<>();
    private final List<String> roleStatements = new ArrayList<>();
    private final List<String> clusterStatements = new ArrayList<>();
    private boolean managesCluster;
    private String recordedDeclarationHash = "";

    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param name the name of the schema
     * @param version the version of the servers, such as {@code 4.1}
     * @param runMode the run mode of the servers, in the spelling of their configuration
     * @throws IllegalArgumentException if the version or the run mode is unknown
     */
    protected SchemaDescriptor(int format, String name, String version, String runMode) {
        GeneratedClassFormat.require(format, getClass());
        this.name = name;
        addTarget(version, runMode);
    }

    /**
     * Called by generated constructors: adds a kind of servers that the schema was compiled for.
     *
     * @param version the version of the servers, such as {@code 4.1}
     * @param runMode the run mode of the servers, in the spelling of their configuration
     * @throws IllegalArgumentException if the version or the run mode is unknown
     */
    protected final void addTarget(String version, String runMode) {
        targets.add(ServerProfile.DEFAULT
                .with(Version.of(version)
                        .orElseThrow(() -> new IllegalArgumentException("Unknown server version " + version)))
                .with(RunMode.valueOf(runMode.toUpperCase(Locale.ROOT))));
    }

    /** Called by generated constructors: adds experimental features that the servers have enabled. */
    protected final void addExperimentalFeatures(String... featureNames) {
        experimentalFeatures.addAll(List.of(featureNames));
    }

    /** Called by generated constructors: adds a default for a property that an object does not set itself. */
    protected final void addDefaultProperty(String propertyName, String value) {
        defaultProperties.add(Property.of(propertyName, value));
    }

    /** Called by generated constructors: adds user-defined functions, as CREATE FUNCTION declares them. */
    protected final void addFunctions(String... declarations) {
        functions.addAll(List.of(declarations));
    }

    /** Called by generated constructors: adds statements that declare roles, each after the ones it depends on. */
    protected final void addRoleStatements(String... statements) {
        roleStatements.addAll(List.of(statements));
    }

    /**
     * Called by generated constructors of a schema that declares cluster objects: adds the statements that create them.
     */
    protected final void addClusterStatements(String... statements) {
        managesCluster = true;
        clusterStatements.addAll(List.of(statements));
    }

    /**
     * Called by generated constructors if the recorded migrations lead to the schema that the records declared.
     *
     * @param declarationHash a hash of those declarations
     */
    protected final void setDeclarationHash(String declarationHash) {
        recordedDeclarationHash = declarationHash;
    }

    /**
     * Passes all recorded migrations to a consumer, beginning with the first. Overridden by generated code. Default:
     * none.
     */
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {}

    /** Passes all descriptors to a consumer, in the order of the root. Implemented by generated code. */
    protected abstract void forEachDescriptor(Consumer<Descriptor<?>> consumer);

    /** Returns the name of the schema, which is the same in each database that holds it. */
    public final String name() {
        return name;
    }

    /**
     * Returns the profile of the servers that the schema was compiled for, or of their first kind if there are several.
     * The profile assumes that there are enough backends for any number of replicas, and that each volume, label and
     * resource group that a statement names exists.
     */
    public final ServerProfile firstTarget() {
        return withDeclaredFeatures(targets.get(0));
    }

    /** Returns the profiles of all kinds of servers that the schema was compiled for, in the order of the root. */
    public final List<ServerProfile> targets() {
        return targets.stream().map(this::withDeclaredFeatures).toList();
    }

    private ServerProfile withDeclaredFeatures(ServerProfile profile) {
        return PermissiveProfile.withUnknownCluster(profile.withGin(experimentalFeatures.contains("gin"))
                .withVector(experimentalFeatures.contains("vector"))
                .withRowStore(experimentalFeatures.contains("row_store")));
    }

    /** Returns the default properties for tables and materialized views that do not set them themselves. */
    public final Map<String, String> defaultProperties() {
        Map<String, String> valueByName = new LinkedHashMap<>();
        defaultProperties.forEach(property -> valueByName.put(property.name(), property.value()));
        return Collections.unmodifiableMap(valueByName);
    }

    /** Returns the user-defined functions that the schema uses, as CREATE FUNCTION declares them. */
    public final List<String> functions() {
        return Collections.unmodifiableList(functions);
    }

    /** Returns the statements that create the roles and grant their privileges, each after the ones it depends on. */
    public final List<String> roleStatements() {
        return Collections.unmodifiableList(roleStatements);
    }

    /** Returns the statements that create the cluster objects, such as resource groups and external catalogs. */
    public final List<String> clusterStatements() {
        return Collections.unmodifiableList(clusterStatements);
    }

    /**
     * Returns whether the schema declares the cluster objects that should exist. If it does not, statements of
     * migrations about such objects are sent as they are written, and are neither planned nor compared.
     */
    public final boolean managesCluster() {
        return managesCluster;
    }

    /** Returns the descriptors of all objects, in the order of the root. */
    public final List<Descriptor<?>> descriptors() {
        List<Descriptor<?>> descriptors = new ArrayList<>();
        forEachDescriptor(descriptors::add);
        return Collections.unmodifiableList(descriptors);
    }

    /** Returns the data tests of all objects, in the order of the root. */
    public final List<DataTest> dataTests() {
        return descriptors().stream()
                .flatMap(descriptor -> descriptor.dataTests().stream())
                .toList();
    }

    /**
     * Returns the statements that create the whole schema in an empty database, with the default properties of the
     * schema. If the schema has several {@linkplain #targets targets}, the statements are for the first one. External
     * objects are omitted.
     *
     * <p>Each statement follows the statements that create the objects it reads from. The order is:
     * {@linkplain #clusterStatements cluster objects}, tables, cluster objects that belong to tables, declared rows,
     * views, tasks, and {@linkplain #roleStatements roles}.
     */
    public final List<String> statements() {
        return statements(firstTarget());
    }

    /**
     * Returns the {@link #statements()} for a target.
     *
     * @param target one of {@link #targets}
     */
    public final List<String> statements(ServerProfile target) {
        DefaultProperties defaults = new DefaultProperties(defaultProperties);
        List<Descriptor<?>> descriptors = descriptors();
        List<String> tableStatements = new ArrayList<>();
        List<String> viewStatements = new ArrayList<>();
        for (Statement statement : new CreationOrderSorter(target, name).arrange(descriptors)) {
            boolean createsTable = statement instanceof CreateTable;
            (createsTable ? tableStatements : viewStatements).add(Sql.render(defaults.applyTo(statement)));
        }
        List<String> statements = new ArrayList<>(clusterStatements);
        statements.removeIf(sql -> createsClusterObject(sql, kind -> kind.hasTable() || kind.hasStatement()));
        statements.addAll(tableStatements);
        clusterStatements.stream()
                .filter(sql -> createsClusterObject(sql, ClusterObjectKind::hasTable))
                .forEach(statements::add);
        for (Descriptor<?> descriptor : descriptors) {
            findSeedStatements(descriptor).forEach(sql -> statements.add(new Marker.Seed().line() + "\n" + sql));
        }
        statements.addAll(viewStatements);
        clusterStatements.stream()
                .filter(sql -> createsClusterObject(sql, ClusterObjectKind::hasStatement))
                .forEach(statements::add);
        statements.addAll(roleStatements);
        return Collections.unmodifiableList(statements);
    }

    /** Returns whether a statement creates a cluster object of a kind that satisfies a condition. */
    private static boolean createsClusterObject(String sql, Predicate<ClusterObjectKind> kindCondition) {
        return Sql.parse(sql) instanceof ClusterStatement statement && kindCondition.test(statement.kind());
    }

    private static List<String> findSeedStatements(Descriptor<?> descriptor) {
        return descriptor instanceof PrimaryKeyTableDescriptor<?> table ? table.seed() : List.of();
    }

    /**
     * Returns the recorded migrations, beginning with the first, or with a checkpoint that replaces the ones before it.
     * Each was recorded on top of the one before it.
     *
     * @throws StaleClassException if a migration was compiled without the schema and does not follow the one
     *     before it
     */
    public final List<RecordedMigration> migrations() {
        List<RecordedMigration> migrations = new ArrayList<>();
        forEachMigration(migrations::add);
        String previousHash = "";
        int previousNumber = migrations.isEmpty() || !migrations.get(0).isCheckpoint()
                ? 0
                : migrations.get(0).number() - 1;
        for (int i = 0; i < migrations.size(); i++) {
            RecordedMigration migration = migrations.get(i);
            boolean followsPrevious =
                    migration.parentHash().equals(previousHash) && (i == 0 || !migration.isCheckpoint());
            if (migration.number() != previousNumber + 1 || !followsPrevious) {
                throw new StaleClassException(migration.name() + " does not follow migration " + previousNumber
                        + " as it was compiled: a migration was compiled without the root of its schema. Compile the"
                        + " whole module again.");
            }
            previousHash = migration.hash();
            previousNumber++;
        }
        return Collections.unmodifiableList(migrations);
    }

    /**
     * Returns the number of the last recorded migration; 0 if the schema has no migrations.
     *
     * @throws StaleClassException like {@link #migrations}
     */
    public final int lastMigrationNumber() {
        List<RecordedMigration> migrations = migrations();
        return migrations.isEmpty() ? 0 : migrations.get(migrations.size() - 1).number();
    }

    /** Returns the repeatable migrations, in the order of their names. */
    public final List<RecordedMigration> repeatableMigrations() {
        List<RecordedMigration> repeatables = new ArrayList<>();
        forEachRepeatableMigration(repeatables::add);
        repeatables.sort(Comparator.comparing(RecordedMigration::name));
        return Collections.unmodifiableList(repeatables);
    }

    /** Overridden by generated code: passes the repeatable migrations to the consumer. */
    protected void forEachRepeatableMigration(Consumer<RecordedMigration> consumer) {}

    /**
     * Returns whether the record classes have changes that no migration contains, or differ from those that the root of
     * the schema was {@linkplain #isStale() compiled} with. No upgrade applies these changes until they are recorded.
     */
    public final boolean hasUnrecordedChanges() {
        return !hashDeclarations().equals(recordedDeclarationHash);
    }

    /**
     * Returns whether the record classes were compiled without the root of the schema, and differ from those that the
     * root was compiled with. Whether a migration contains these changes is unknown until the whole module is compiled
     * again.
     */
    public final boolean isStale() {
        return !recordedDeclarationHash.isEmpty() && hasUnrecordedChanges();
    }

    private String hashDeclarations() {
        List<String> declarations = new ArrayList<>();
        for (Descriptor<?> descriptor : descriptors()) {
            if (descriptor.hasVariants()) {
                targets.forEach(target -> declarations.add(descriptor.ddl(target)));
            } else if (!(descriptor instanceof ExternalDescriptor)) {
                declarations.add(descriptor.ddl());
            }
            declarations.addAll(findSeedStatements(descriptor));
        }
        declarations.addAll(roleStatements);
        declarations.addAll(clusterStatements);
        return DeclarationHash.ofStatements(declarations);
    }

    @Override
    public final String toString() {
        return name;
    }
}
