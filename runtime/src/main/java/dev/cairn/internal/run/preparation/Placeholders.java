package dev.cairn.internal.run.preparation;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.upgrade.RecordedMigration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The values of placeholders such as {@code ${replication_num:3}}, by their names.
 *
 * <pre>{@code
 * new Placeholders(Map.of("replication_num", "1"))
 * }</pre>
 *
 * @param keepsUnresolvedPlaceholders whether a placeholder without a value and without a fallback remains in its
 *     statement; otherwise, it is an error
 */
public record Placeholders(Map<String, String> valueByName, boolean keepsUnresolvedPlaceholders) {
    public static final Placeholders NONE = new Placeholders(Map.of());

    public Placeholders {
        valueByName = Map.copyOf(valueByName);
    }

    /** Creates values for a run, in which every placeholder needs a value or a fallback. */
    public Placeholders(Map<String, String> valueByName) {
        this(valueByName, false);
    }

    /**
     * Returns the same values for statements that are read, but not sent: a placeholder without a value remains in
     * them.
     */
    public Placeholders withUnresolvedPlaceholders() {
        return new Placeholders(valueByName, true);
    }

    /**
     * Returns the names of the placeholders in the migrations and definitions of a schema. The name of the database is
     * not among them, because it is determined by the connection.
     */
    public static SortedSet<String> collectNames(SchemaDescriptor schema) {
        Stream<String> migrationStatements = Stream.of(schema.migrations(), schema.repeatableMigrations())
                .flatMap(List::stream)
                .flatMap(Placeholders::streamStatements);
        Stream<String> definitionStatements = Stream.concat(
                        Stream.of(schema.roleStatements(), schema.clusterStatements(), schema.functions()),
                        schema.targets().stream().map(schema::statements))
                .flatMap(Collection::stream);
        SortedSet<String> names = new TreeSet<>();
        Stream.concat(migrationStatements, definitionStatements)
                .flatMap(Placeholder::streamAll)
                .filter(placeholder -> !placeholder.name().equals(Placeholder.DATABASE.name()))
                .forEach(placeholder -> names.add(placeholder.name()));
        return names;
    }

    private static Stream<String> streamStatements(RecordedMigration migration) {
        return Stream.concat(migration.upgrade().stream(), migration.downgrade().stream());
    }
}
