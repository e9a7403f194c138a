package dev.cairn.tooling.definition;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.Declared;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.List;

/** The renames that the records of a compiled schema declare with {@code @RenamedFrom}, recorded or not. */
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
            Declared declared = descriptor.getClass().getAnnotation(Declared.class);
            if (declared != null) {
                ObjectName object = new ObjectName(descriptor.database().orElse(database), descriptor.name());
                if (!declared.renamedFrom().isEmpty()) {
                    renames.add(new Rename.ObjectRename(object, declared.renamedFrom()));
                }
                String[] columns = declared.renamedColumns();
                for (int i = 0; i + 1 < columns.length; i += 2) {
                    renames.add(new Rename.ColumnRename(object, columns[i + 1], columns[i]));
                }
            }
        }
        return new Renames(renames);
    }
}
