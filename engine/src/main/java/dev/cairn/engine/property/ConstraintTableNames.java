package dev.cairn.engine.property;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of tables in the properties {@code unique_constraints} and {@code foreign_key_constraints}. The server
 * prints a name with catalog and database, for example {@code (pid) REFERENCES default_catalog.shop.products(id)}. A
 * name without them denotes a table in the same database, whichever database the session has selected.
 */
public final class ConstraintTableNames {
    /** The properties whose values are constraints. */
    public static final List<KnownProperty> CONSTRAINT_PROPERTIES =
            List.of(KnownProperty.UNIQUE_CONSTRAINTS, KnownProperty.FOREIGN_KEY_CONSTRAINTS);

    private ConstraintTableNames() {}

    /** Returns whether the values of a property are constraints. */
    public static boolean isConstraintProperty(String propertyName) {
        return CONSTRAINT_PROPERTIES.stream().anyMatch(property -> property.isNamed(propertyName));
    }

    /** Returns the constraints with the new name of a database in place of the old one before each table. */
    public static String renameDatabase(String constraints, String oldDatabaseName, String newDatabaseName) {
        return createQualifierPattern(oldDatabaseName)
                .matcher(constraints)
                .replaceAll(match -> Matcher.quoteReplacement(replaceDatabase(match.group(), newDatabaseName)));
    }

    /** Replaces the database in {@code shop.} or {@code default_catalog.shop.}; the catalog remains. */
    private static String replaceDatabase(String qualifier, String newDatabaseName) {
        int databaseStart = qualifier.indexOf('.') == qualifier.length() - 1 ? 0 : qualifier.indexOf('.') + 1;
        return qualifier.substring(0, databaseStart) + newDatabaseName + ".";
    }

    /** Returns the properties of a table or a materialized view without the names of its own database. */
    public static List<Property> withoutDatabase(List<Property> properties, String databaseName) {
        return properties.stream()
                .map(property -> isConstraintProperty(property.name())
                        ? new Property(
                                property.name(), withoutDatabase(property.value(), databaseName), property.span())
                        : property)
                .toList();
    }

    private static String withoutDatabase(String constraints, String databaseName) {
        return createQualifierPattern(databaseName).matcher(constraints).replaceAll("");
    }

    /**
     * Returns a pattern that matches the database before the name of a table. A table with the name of the database
     * does not match.
     */
    private static Pattern createQualifierPattern(String databaseName) {
        return Pattern.compile("(?<![\\w.])(" + Pattern.quote(InternalCatalog.PREFIX) + ")?"
                + Pattern.quote(databaseName) + "\\.(?=\\w+(\\.|\\s*\\())");
    }

    /** Returns whether the constraints of a statement name the database before a table. */
    public static boolean mentionsDatabase(Statement statement, String databaseName) {
        return findDeclaredProperties(statement).stream()
                .filter(property -> isConstraintProperty(property.name()))
                .anyMatch(property -> createQualifierPattern(databaseName)
                        .matcher(property.value())
                        .find());
    }

    private static List<Property> findDeclaredProperties(Statement statement) {
        if (statement instanceof CreateTableStatement create) {
            return create.properties();
        }
        if (statement instanceof CreateMaterializedView create) {
            return create.properties();
        }
        if (statement instanceof Statement.AlterTable alter) {
            return alter.clauses().stream()
                    .map(AlterClause::properties)
                    .flatMap(List::stream)
                    .toList();
        }
        return statement instanceof AlterMaterializedView alter
                        && alter.change() instanceof MaterializedViewChange.SetViewProperties propertyChange
                ? propertyChange.properties()
                : List.of();
    }
}
