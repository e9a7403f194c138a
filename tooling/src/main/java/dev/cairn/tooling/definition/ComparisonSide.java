package dev.cairn.tooling.definition;

import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of the two sides whose definitions are compared: a database of a server, SQL files, or a compiled schema. */
public sealed interface ComparisonSide {
    /** A database of a server. */
    record Server(LiveDatabase liveDatabase) implements ComparisonSide {}

    /** SQL files. */
    record SqlFiles(List<Path> paths, ServerProfile profile) implements ComparisonSide {
        public SqlFiles {
            paths = List.copyOf(paths);
        }
    }

    /**
     * A compiled schema.
     *
     * @param target one of its targets, whose rules apply
     * @param placeholderValues the values of placeholders, which override their fallbacks
     */
    record CompiledSchema(SchemaDescriptor schema, ServerProfile target, Map<String, String> placeholderValues)
            implements ComparisonSide {
        public CompiledSchema {
            placeholderValues = Map.copyOf(placeholderValues);
        }
    }
}
