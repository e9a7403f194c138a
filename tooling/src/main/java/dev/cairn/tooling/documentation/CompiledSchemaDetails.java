package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The details of a compiled schema that its definitions do not contain.
 *
 * @param sourceByObject the Java sources of the records whose files were found
 * @param refreshSqlByTable the statements that fill the snapshot tables
 * @param seedStatementsByTable the statements that insert the declared rows of each table
 * @param migrations the recorded migrations, beginning with the first, and after them the repeatable ones
 * @param omissions the parts that could not be read, with the reasons
 */
public record CompiledSchemaDetails(
        Map<ObjectName, String> sourceByObject,
        Map<ObjectName, String> refreshSqlByTable,
        Map<ObjectName, List<String>> seedStatementsByTable,
        List<DocumentedMigration> migrations,
        List<String> omissions) {
    /** The suffixes with which the names of generated descriptors end, after the name of the record. */
    private static final Pattern DESCRIPTOR_SUFFIX_PATTERN = Pattern.compile("(Table|View|Mv)$");

    /** The details of a schema that was not compiled. */
    static final CompiledSchemaDetails NONE =
            new CompiledSchemaDetails(Map.of(), Map.of(), Map.of(), List.of(), List.of());

    public CompiledSchemaDetails {
        sourceByObject = Map.copyOf(sourceByObject);
        refreshSqlByTable = Map.copyOf(refreshSqlByTable);
        seedStatementsByTable = Map.copyOf(seedStatementsByTable);
        migrations = List.copyOf(migrations);
        omissions = List.copyOf(omissions);
    }

    /**
     * Reads the details of a schema. If a migration can't be prepared, the reason is among the omissions, and this and
     * the later migrations are missing.
     *
     * @param target one of the targets of the schema, whose rules apply
     * @param placeholderValues the values of placeholders, which override their fallbacks
     * @param sourceDirectories the directories with the sources of the application; some may be missing
     * @throws UncheckedIOException if a source file can't be read
     */
    public static CompiledSchemaDetails read(
            SchemaDescriptor schema,
            ServerProfile target,
            Map<String, String> placeholderValues,
            List<Path> sourceDirectories) {
        Map<ObjectName, String> sourceByObject = new TreeMap<>();
        Map<ObjectName, String> refreshSqlByTable = new TreeMap<>();
        Map<ObjectName, List<String>> seedStatementsByTable = new TreeMap<>();
        for (Descriptor<?> descriptor : schema.descriptors()) {
            ObjectName name = new ObjectName(descriptor.database().orElse(schema.name()), descriptor.name());
            String source = readRecordSource(descriptor.getClass().getName(), sourceDirectories);
            if (!source.isEmpty()) {
                sourceByObject.put(name, source);
            }
            if (descriptor instanceof SnapshotTableDescriptor<?> table) {
                refreshSqlByTable.put(name, table.refresh(target));
            }
            if (descriptor instanceof PrimaryKeyTableDescriptor<?> table) {
                seedStatementsByTable.put(name, table.seed());
            }
        }
        List<String> omissions = new ArrayList<>(describeTargetDifferences(schema, target));
        MigrationChangeCollector changeCollector = new MigrationChangeCollector(target);
        try {
            addMigrations(schema, target, new Placeholders(placeholderValues), changeCollector);
        } catch (PlaceholderException | StepFailedException failure) {
            omissions.add("the changes of the migrations: " + failure.getMessage());
        }
        return new CompiledSchemaDetails(
                sourceByObject, refreshSqlByTable, seedStatementsByTable, changeCollector.migrations(), omissions);
    }

    /** Returns a catalog with the rows that the records declare. */
    Catalog withSeeds(Catalog catalog) {
        Catalog catalogWithSeeds = catalog;
        for (Map.Entry<ObjectName, List<String>> seedEntry : seedStatementsByTable.entrySet()) {
            Session session = new Session(seedEntry.getKey().database());
            for (String statementText : seedEntry.getValue()) {
                catalogWithSeeds =
                        SeedStatements.apply(catalogWithSeeds, session, MigrationAction.parse(statementText));
            }
        }
        return catalogWithSeeds;
    }

    /**
     * Returns a note for each other target for which the schema declares some objects differently, with their names.
     */
    private static List<String> describeTargetDifferences(SchemaDescriptor schema, ServerProfile target) {
        List<String> differenceNotes = new ArrayList<>();
        for (ServerProfile otherTarget : schema.targets()) {
            List<String> names = schema.descriptors().stream()
                    .filter(descriptor ->
                            !renderDescriptor(descriptor, otherTarget).equals(renderDescriptor(descriptor, target)))
                    .map(Descriptor::name)
                    .toList();
            if (!names.isEmpty()) {
                differenceNotes.add(
                        "what is declared differently for " + otherTarget.target() + ": " + String.join(", ", names));
            }
        }
        return differenceNotes;
    }

    private static String renderDescriptor(Descriptor<?> descriptor, ServerProfile target) {
        return descriptor instanceof SnapshotTableDescriptor<?> table
                ? table.ddl(target) + table.query(target)
                : descriptor.ddl(target);
    }

    /**
     * Returns the source of a record; empty if no directory contains it.
     *
     * @param descriptorClassName the generated class, whose name joins the names of the classes around a nested record
     */
    private static String readRecordSource(String descriptorClassName, List<Path> sourceDirectories) {
        String recordClassName =
                DESCRIPTOR_SUFFIX_PATTERN.matcher(descriptorClassName).replaceFirst("");
        int lastDotIndex = recordClassName.lastIndexOf('.');
        for (int endIndex = recordClassName.length(); endIndex > lastDotIndex + 1; endIndex--) {
            String relativePath = recordClassName.substring(0, endIndex).replace('.', '/') + ".java";
            for (Path sourceDirectory : sourceDirectories) {
                Path path = sourceDirectory.resolve(relativePath);
                if (Files.isRegularFile(path)) {
                    try {
                        return Files.readString(path);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(path + " can't be read: " + failure.getMessage(), failure);
                    }
                }
            }
        }
        return "";
    }

    private static void addMigrations(
            SchemaDescriptor schema,
            ServerProfile target,
            Placeholders placeholders,
            MigrationChangeCollector changeCollector) {
        String database = schema.name();
        MigrationPreparation preparation = MigrationPreparation.forPlan(
                        schema.name(),
                        new Engine(target),
                        new Session(database),
                        placeholders.withUnresolvedPlaceholders())
                .withMigrations(schema.migrations());
        Catalog catalog = InitialCatalog.create(schema, target, database);
        for (RecordedMigration migration : schema.migrations()) {
            PreparedMigration preparedMigration = preparation.prepare(migration, Direction.UPGRADE, catalog);
            changeCollector.addMigration(preparedMigration, false);
            catalog = preparedMigration.catalogAfter();
        }
        for (RecordedMigration repeatable : schema.repeatableMigrations()) {
            changeCollector.addMigration(preparation.prepare(repeatable, Direction.UPGRADE, catalog), true);
        }
    }
}
