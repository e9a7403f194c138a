package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationSource;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Path;
import java.util.List;

/** Creates the source files of migrations, in the package of the migrations of a schema. */
record RecordedFileFactory(Project project, SchemaRoot root) {
    /**
     * Creates a file that is not written yet.
     *
     * @throws RecordingException if a type of the package can't refer to the root of the schema
     */
    RecordedFile create(Migration migration, String message, MigrationEffects effects, List<String> remarks) {
        requireVisibleRoot();
        String migrationSource = new MigrationSource(
                        root.migrationsPackage(),
                        root.typeName().packageName(),
                        String.join(".", root.typeName().simpleNames()),
                        message,
                        migration,
                        effects.describeNotableEffects())
                .render();
        return new RecordedFile(resolveFile(migration.name()), migrationSource, migration, effects, remarks);
    }

    /** Creates the file of a migration whose effects it does not list. */
    RecordedFile create(Migration migration, String message) {
        return create(migration, message, new MigrationEffects(migration.name(), List.of(), List.of()), List.of());
    }

    /** Returns the file of a new type in the package of the migrations. */
    Path resolveFile(String typeName) {
        JavaClassName type = new JavaClassName(root.migrationsPackage(), List.of(typeName));
        return new SourceFiles(project.sourceDirectories()).resolveSiblingFile(root.typeName(), type);
    }

    /** Requires that the migrations can access the root, which they name. */
    private void requireVisibleRoot() {
        String packageName = root.typeName().packageName();
        if (root.migrationsPackage().equals(packageName)) {
            return;
        }
        if (packageName.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.typeName().qualifiedName() + " is in the unnamed package, so migrations in "
                            + root.migrationsPackage()
                            + " can't refer to it. Move it into a package, or remove migrations from @Schema.");
        }
        if (!root.isExported()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.typeName().qualifiedName()
                            + " is not public, or is nested in a type that is not, so migrations in "
                            + root.migrationsPackage()
                            + " can't refer to it. Make it public, or keep the migrations in its package:"
                            + " @Schema(migrations = \"" + packageName + "\").");
        }
    }
}
