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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of tables in the properties {@code unique_constraints} and {@code foreign_key_constraints}. The server
 * prints a name with catalog and database, as in {@code (pid) REFERENCES default_catalog.shop.products(id)}. A name
 * without them denotes a table in the same database, whichever database the session has selected.
 */
public final class ConstraintTableNames {
    private static final Set<String> CONSTRAINT_PROPERTIES = Set.of(
            KnownProperty.UNIQUE_CONSTRAINTS.propertyName(), KnownProperty.FOREIGN_KEY_CONSTRAINTS.propertyName());

    private ConstraintTableNames() {}

    /** Returns whether the values of a property are constraints. */
    public static boolean isConstraintProperty(String property) {
        return CONSTRAINT_PROPERTIES.contains(property);
    }

    /** Returns the constraints with the name of one database replaced by the name of another one before each table. */
    public static String moveDatabase(String constraints, String oldDatabase, String newDatabase) {
        return createQualifierPattern(oldDatabase)
                .matcher(constraints)
                .replaceAll(match -> Matcher.quoteReplacement(replaceDatabase(match.group(), newDatabase)));
    }

    private static String replaceDatabase(String qualifier, String newDatabase) {
        int databaseStart = qualifier.indexOf('.') == qualifier.length() - 1 ? 0 : qualifier.indexOf('.') + 1;
        return qualifier.substring(0, databaseStart) + newDatabase + ".";
    }

    /** Returns the properties of a table or a materialized view without the names of its own database. */
    public static List<Property> withoutDatabase(List<Property> properties, String database) {
        return properties.stream()
                .map(property -> isConstraintProperty(property.name())
                        ? new Property(property.name(), withoutDatabase(property.value(), database), property.span())
                        : property)
                .toList();
    }

    private static String withoutDatabase(String constraints, String database) {
        return createQualifierPattern(database).matcher(constraints).replaceAll("");
    }

    /**
     * Returns a pattern that matches the database before the name of a table. A table with the name of the database
     * does not match.
     */
    private static Pattern createQualifierPattern(String database) {
        return Pattern.compile("(?<![\\w.])(" + Pattern.quote(InternalCatalog.PREFIX) + ")?" + Pattern.quote(database)
                + "\\.(?=\\w+(\\.|\\s*\\())");
    }

    /** Returns whether the constraints of a statement name a database. */
    public static boolean mentionsDatabase(Statement statement, String database) {
        return declaredProperties(statement).stream()
                .filter(property -> isConstraintProperty(property.name()))
                .anyMatch(property -> createQualifierPattern(database)
                        .matcher(property.value())
                        .find());
    }

    private static List<Property> declaredProperties(Statement statement) {
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
                        && alter.change() instanceof MaterializedViewChange.SetViewProperties set
                ? set.properties()
                : List.of();
    }
}
