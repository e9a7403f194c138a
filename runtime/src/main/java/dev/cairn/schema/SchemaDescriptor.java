package dev.cairn.schema;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterResources;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.External;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.RunMode;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.UserFunction;
import dev.cairn.record.DeclarationHash;
import dev.cairn.sql.DefaultProperties;
import dev.cairn.sql.Property;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.CreateTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All that belongs to a schema. It is generated from the schema's root, and asks the descriptors of the tables and views
 * at run time: it knows their classes, and nothing of what they say.
 *
 * <pre>{@code
 * for (Statement statement : ShopSchema.SCHEMA.statements()) {
 *     jdbc.execute(Sql.render(statement));
 * }
 * }</pre>
 */
public abstract class SchemaDescriptor {
    private final String name;
    private final Version version;
    private final RunMode runMode;
    private final Set<String> experimental = new HashSet<>();
    private final List<Property> properties = new ArrayList<>();
    private final List<String> functions = new ArrayList<>();
    private String recorded = "";

    /**
     * @param version of the servers
     * @param runMode as the configuration of the servers says it
     */
    protected SchemaDescriptor(int format, String name, String version, String runMode) {
        Format.require(format, getClass());
        this.name = name;
        this.version = Arrays.stream(Version.values())
                .filter(known -> known.toString().equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No server has the version " + version));
        this.runMode = RunMode.valueOf(runMode.toUpperCase(Locale.ROOT));
    }

    /** Called by generated constructors: what the servers have switched on. */
    protected final void experimental(String... switches) {
        experimental.addAll(List.of(switches));
    }

    /** Called by generated constructors: a property of each object that does not set it itself. */
    protected final void property(String property, String value) {
        properties.add(Property.of(property, value));
    }

    /** Called by generated constructors: functions of users, as CREATE FUNCTION has them. */
    protected final void functions(String... declarations) {
        functions.addAll(List.of(declarations));
    }

    /**
     * Called by generated constructors whose recorded migrations lead to what the records declared.
     *
     * @param declarations a hash of what they declared
     */
    protected final void recorded(String declarations) {
        recorded = declarations;
    }

    /** Gives all recorded migrations, from the first one. */
    protected void migrations(Consumer<RecordedMigration> migrations) {}

    /** Gives all descriptors, in the order of the root. */
    protected abstract void members(Consumer<Descriptor<?>> members);

    /** What the schema is called in every database that holds it. */
    public final String name() {
        return name;
    }

    /**
     * The rules of the servers that the schema is for. Of backends it has as many as any table has replicas, and whatever
     * volumes, labels and resource groups are named.
     */
    public final ServerProfile profile() {
        return new ServerProfile(
                version,
                runMode,
                experimental.contains("gin"),
                experimental.contains("vector"),
                experimental.contains("row_store"),
                ServerProfile.DEFAULT.defaultReplicas(),
                Integer.MAX_VALUE,
                ClusterResources.UNKNOWN);
    }

    /** Properties of each table and materialized view that does not set them itself. */
    public final List<Property> properties() {
        return Collections.unmodifiableList(properties);
    }

    /** In the order of the root. */
    public final List<Descriptor<?>> descriptors() {
        List<Descriptor<?>> descriptors = new ArrayList<>();
        members(descriptors::add);
        return Collections.unmodifiableList(descriptors);
    }

    /**
     * What creates the whole schema in an empty database: each statement after those of all that it reads from, and with
     * the properties of the schema. What is external is not among them.
     */
    public final List<Statement> statements() {
        DefaultProperties defaults = new DefaultProperties(properties);
        return new CreationOrder(profile(), name)
                .of(descriptors()).stream().map(defaults::addedTo).toList();
    }

    /**
     * What is there before the first migration: an empty database, what others keep, and functions of users.
     *
     * @param database the one that the connection has selected
     */
    public final Catalog beforeAll(String database) {
        Catalog catalog = Catalog.EMPTY.with(Database.of(database));
        for (Descriptor<?> descriptor : descriptors()) {
            if (descriptor instanceof ExternalDescriptor && descriptor.statement() instanceof CreateTable shape) {
                catalog = catalog.with(External.of(shape.name(), shape.columns(), database, profile()));
            }
        }
        for (String function : functions) {
            catalog = catalog.with(UserFunction.of(Sql.parseFunction(function), database, profile()));
        }
        return catalog;
    }

    /**
     * From the first one, each recorded after the one before it.
     *
     * @throws IncompleteCompileException where one was compiled without the schema, and the chain does not hold
     */
    public final List<RecordedMigration> migrations() {
        List<RecordedMigration> migrations = new ArrayList<>();
        migrations(migrations::add);
        String parent = "";
        for (int i = 0; i < migrations.size(); i++) {
            RecordedMigration migration = migrations.get(i);
            if (migration.number() != i + 1 || !migration.parentHash().equals(parent)) {
                throw new IncompleteCompileException(migration, i + 1);
            }
            parent = migration.hash();
        }
        return Collections.unmodifiableList(migrations);
    }

    /** Whether the records have changes that no migration has: nobody recorded them, so no upgrade can bring them. */
    public final boolean pending() {
        List<String> declared = new ArrayList<>();
        for (Descriptor<?> descriptor : descriptors()) {
            if (!(descriptor instanceof ExternalDescriptor)) {
                declared.add(descriptor.ddl());
            }
        }
        return !DeclarationHash.of(declared).equals(recorded);
    }

    @Override
    public final String toString() {
        return name;
    }
}
