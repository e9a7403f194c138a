package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a query refers to one of its relations. The alias of a table belongs to the catalog and the
 * database of the table; the name of a subquery or a common table has neither a catalog nor a database.
 */
public record RelationName(
        @Nullable String catalog, @Nullable String database, String table) {
    /** The longest qualifier of a column consists of a catalog, a database and a table. */
    static final int MAX_QUALIFIER_PARTS = 3;

    public static RelationName ofTable(String table) {
        return new RelationName(null, null, table);
    }

    /** Returns the name of a relation other than a table; null if nothing qualifies its columns. */
    public static @Nullable RelationName of(Relation relation) {
        if (relation.alias() != null) {
            return ofTable(relation.alias().name().text());
        }
        if (relation instanceof Relation.TableFunction function) {
            return ofTable("table_function_" + function.name().toString().toLowerCase(Locale.ROOT));
        }
        return relation instanceof Relation.Derived ? ofTable("null") : null; // the server's name of an unnamed query
    }

    /**
     * Returns whether the qualifier of a column refers to this relation. It may omit the catalog and the database, but
     * not the table. The comparison is case-sensitive.
     *
     * @param qualifier the parts before the name of the column, at least one
     */
    public boolean matches(List<Name> qualifier) {
        int lastIndex = qualifier.size() - 1;
        if (!qualifier.get(lastIndex).text().equals(table)) {
            return false;
        }
        if (lastIndex > 0 && !qualifier.get(lastIndex - 1).text().equals(database)) {
            return false;
        }
        return lastIndex < 2
                || catalog == null
                || qualifier.get(lastIndex - 2).text().equals(catalog);
    }

    /**
     * Returns the number of parts at the start of a column's name that refer to this relation; 0 if the name does not
     * start with them.
     */
    int countQualifierParts(List<Name> nameParts) {
        int length = Math.min(MAX_QUALIFIER_PARTS, nameParts.size() - 1);
        while (length > 0 && !matches(nameParts.subList(0, length))) {
            length--;
        }
        return Math.max(length, 0);
    }

    /**
     * Returns the parts of the qualified name of a column of this relation, without the catalog, in a list that can be
     * changed.
     */
    public List<Name> columnNameParts(String column) {
        List<Name> nameParts = new ArrayList<>(3);
        if (database != null) {
            nameParts.add(Name.of(database));
        }
        nameParts.add(Name.of(table));
        nameParts.add(Name.of(column));
        return nameParts;
    }
}
