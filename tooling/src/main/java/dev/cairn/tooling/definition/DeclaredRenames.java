package dev.cairn.tooling.definition;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.Declared;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The renames that the records of a compiled schema declare with {@code @RenamedFrom}, whether or not a migration has
 * recorded them.
 */
public final class DeclaredRenames {
    private DeclaredRenames() {}

    /**
     * Returns the declared renames.
     *
     * @param database the name of the schema's database
     */
    public static Renames collect(SchemaDescriptor schema, String database) {
        List<Rename> renames = new ArrayList<>();
        for (Descriptor<?> descriptor : schema.descriptors()) {
            Declared annotation = descriptor.getClass().getAnnotation(Declared.class);
            if (annotation != null) {
                ObjectName objectName = new ObjectName(descriptor.database().orElse(database), descriptor.name());
                if (!annotation.renamedFrom().isEmpty()) {
                    renames.add(new Rename.ObjectRename(objectName, annotation.renamedFrom()));
                }
                String[] columnPairs = annotation.renamedColumns();
                if (columnPairs.length > 0) {
                    ObjectName tableName =
                            findManagedTableName(schema, descriptor).orElse(objectName);
                    for (int i = 0; i + 1 < columnPairs.length; i += 2) {
                        String newName = columnPairs[i];
                        String oldName = columnPairs[i + 1];
                        renames.add(new Rename.ColumnRename(tableName, oldName, newName));
                    }
                }
            }
        }
        return new Renames(renames);
    }

    /**
     * Returns the name that plans use for a table that is declared as a cluster object, such as an Iceberg table; empty
     * for any other object.
     */
    private static Optional<ObjectName> findManagedTableName(SchemaDescriptor schema, Descriptor<?> descriptor) {
        for (String statementText : schema.clusterStatements()) {
            if (Sql.parse(statementText) instanceof ClusterStatement statement
                    && statement.name().parts().stream()
                            .map(Name::text)
                            .toList()
                            .equals(descriptor.path())) {
                return Optional.of(ObjectName.of(statement, Session.EMPTY));
            }
        }
        return Optional.empty();
    }
}
