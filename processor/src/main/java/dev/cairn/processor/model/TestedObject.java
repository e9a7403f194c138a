package dev.cairn.processor.model;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An object of a data test. It renders queries of the rows that break a rule about its columns, and the default test names. */
public record TestedObject(QualifiedName name, List<DeclaredColumn> columns) {
    /** Keeps the aggregation: the optimizer would omit it for the columns of a unique constraint, and find no duplicates. */
    private static final String HINT = "/*+ SET_VAR(enable_eliminate_agg = false) */ ";

    public TestedObject {
        columns = List.copyOf(columns);
    }

    /** Returns the names of the columns. */
    public List<String> columnNames() {
        return columns.stream().map(DeclaredColumn::name).toList();
    }

    /** Returns the column of a name, which is not case-sensitive. */
    public Optional<DeclaredColumn> findColumn(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the default name of a test of unique values. */
    public static String uniqueTestName(List<String> unique) {
        return "unique (" + String.join(", ", unique) + ")";
    }

    /** Returns the default name of a test of references. */
    public static String referenceTestName(List<String> referring, QualifiedName other, List<String> referenced) {
        return String.join(", ", referring) + " references " + other + " (" + String.join(", ", referenced) + ")";
    }

    private String fromClause() {
        return " FROM " + Sql.render(name);
    }

    /** A query of the values that several rows share, with the number of these rows. Rows with NULL are ignored. */
    public String duplicatesQuery(List<String> unique) {
        String list = join(unique, ", ", TestedObject::quote);
        return "SELECT " + HINT + list + ", count(*) AS " + quote(findFreeName("occurrences", unique)) + fromClause()
                + " WHERE "
                + join(unique, " AND ", column -> quote(column) + " IS NOT NULL") + " GROUP BY " + list
                + " HAVING count(*) > 1";
    }

    /** A query of the rows that refer to no row of another object. Rows with NULL refer to none. */
    public String orphansQuery(List<String> referring, QualifiedName other, List<String> referenced) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < referring.size(); i++) {
            pairs.add("other." + quote(referenced.get(i)) + " = own." + quote(referring.get(i)));
        }
        return "SELECT own.*" + fromClause() + " AS own LEFT ANTI JOIN " + Sql.render(other) + " AS other ON "
                + String.join(" AND ", pairs) + " WHERE "
                + join(referring, " AND ", column -> "own." + quote(column) + " IS NOT NULL");
    }

    /** A query of the rows with another text than the constants of an enum. */
    public String unknownValuesQuery(String column, List<String> constants) {
        return "SELECT *" + fromClause() + " WHERE " + quote(column) + " NOT IN ("
                + join(constants, ", ", constant -> "'" + constant + "'") + ")";
    }

    /**
     * A query that returns the newest time in a column up to now, or NULL if the column has no such value. It returns no row if
     * this time is recent enough. Rows with a future time are ignored, because they do not show that new rows arrive.
     *
     * @param currentTime the current time, in the type of the column
     */
    public String newestTimeQuery(String column, MaximumAge age, String currentTime) {
        String earliest = age.renderEarliestTime(currentTime);
        return "SELECT newest, " + earliest + " AS earliest_permitted FROM (SELECT max(" + quote(column)
                + ") AS newest" + fromClause() + " WHERE " + quote(column) + " <= " + currentTime
                + ") AS found WHERE newest IS NULL OR newest < " + earliest;
    }

    private static String findFreeName(String name, List<String> used) {
        String free = name;
        while (used.stream().anyMatch(free::equalsIgnoreCase)) {
            free += "_";
        }
        return free;
    }

    private static String quote(String column) {
        return Sql.render(new QualifiedName(List.of(Name.of(column))));
    }

    private static String join(List<String> names, String separator, UnaryOperator<String> each) {
        return names.stream().map(each).collect(Collectors.joining(separator));
    }
}
