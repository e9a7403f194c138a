package dev.cairn.processor.check;

import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.profile.ServerProfile;
import java.util.List;

/**
 * A schema, as it is declared for each of its targets.
 *
 * @param schemas one for each target, in the order of the root
 */
public record DeclaredSchemas(List<DeclaredSchema> schemas) {
    public DeclaredSchemas {
        schemas = List.copyOf(schemas);
    }

    /** Returns the schema on its first target, whose catalog is used where the target does not matter. */
    public DeclaredSchema firstSchema() {
        return schemas.get(0);
    }

    public SchemaRoot root() {
        return firstSchema().root();
    }

    /** Returns the schema on a target, which must be one of the root's targets. */
    public DeclaredSchema schemaFor(ServerProfile target) {
        return schemas.get(root().targets().indexOf(target));
    }
}
