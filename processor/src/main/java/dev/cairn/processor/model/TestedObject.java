package dev.cairn.processor.model;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The object that a data test examines. The methods render the queries of the rows that break a rule, and the default
 * names of tests.
 */
public record TestedObject(QualifiedName name, List<DeclaredColumn> columns) {
    /**
     * A hint that keeps the aggregation: the optimizer would omit it for the columns of a unique constraint, so the
     * query would find no duplicates.
     */
    private static final String KEEP_AGGREGATION_HINT = "/*+ SET_VAR(enable_eliminate_agg = false) */ ";

    public TestedObject {
        columns = List.copyOf(columns);
    }

    /** Returns the column with a name, ignoring case; empty if no column has it. */
    public Optional<DeclaredColumn> findColumn(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the default name of a test of unique values. */
    public static String uniqueTestName(List<String> uniqueColumnNames) {
        return "unique (" + String.join(", ", uniqueColumnNames) + ")";
    }

    /** Returns the default name of a test of references. */
    public static String referenceTestName(
            List<String> referringColumnNames, QualifiedName referencedObjectName, List<String> referencedColumnNames) {
        return String.join(", ", referringColumnNames) + " references " + referencedObjectName + " ("
                + String.join(", ", referencedColumnNames) + ")";
    }

    private String fromClause() {
        return " FROM " + Sql.render(name);
    }

    /**
     * Returns a query of the values that several rows share, with the number of these rows. Rows with NULL are ignored.
     */
    public String duplicatesQuery(List<String> uniqueColumnNames) {
        String columnList = join(uniqueColumnNames, ", ", TestedObject::quoteName);
        return "SELECT " + KEEP_AGGREGATION_HINT + columnList + ", count(*) AS "
                + quoteName(unusedName("occurrences", uniqueColumnNames))
                + fromClause()
                + " WHERE "
                + join(uniqueColumnNames, " AND ", column -> quoteName(column) + " IS NOT NULL") + " GROUP BY "
                + columnList
                + " HAVING count(*) > 1";
    }

    /** Returns a query of the rows that refer to a missing row of another object. Rows with NULL are ignored. */
    public String orphansQuery(
            List<String> referringColumnNames, QualifiedName referencedObjectName, List<String> referencedColumnNames) {
        List<String> joinConditions = new ArrayList<>();
        for (int i = 0; i < referringColumnNames.size(); i++) {
            joinConditions.add("other." + quoteName(referencedColumnNames.get(i)) + " = own."
                    + quoteName(referringColumnNames.get(i)));
        }
        return "SELECT own.*" + fromClause() + " AS own LEFT ANTI JOIN " + Sql.render(referencedObjectName)
                + " AS other ON "
                + String.join(" AND ", joinConditions) + " WHERE "
                + join(referringColumnNames, " AND ", column -> "own." + quoteName(column) + " IS NOT NULL");
    }

    /** Returns a query of the rows whose value is not one of the constants of an enum. Rows with NULL are ignored. */
    public String unknownValuesQuery(String columnName, List<String> constants) {
        return "SELECT *" + fromClause() + " WHERE " + quoteName(columnName) + " NOT IN ("
                + join(constants, ", ", constant -> "'" + constant + "'") + ")";
    }

    /**
     * Returns a query that returns no row if the newest time in a column is recent enough; otherwise one row with this
     * time, or with NULL if the column has no time. Future times are ignored, because they do not show that new rows
     * arrive.
     *
     * @param currentTime the current time, in the type of the column
     */
    public String newestTimeQuery(String columnName, MaximumAge age, String currentTime) {
        String earliestTime = age.renderEarliestTime(currentTime);
        return "SELECT newest, " + earliestTime + " AS earliest_permitted FROM (SELECT max(" + quoteName(columnName)
                + ") AS newest" + fromClause() + " WHERE " + quoteName(columnName) + " <= " + currentTime
                + ") AS found WHERE newest IS NULL OR newest < " + earliestTime;
    }

    /** Returns the name if it is not in use; otherwise the name with as many underscores as it needs to be unused. */
    private static String unusedName(String preferredName, List<String> usedNames) {
        String freeName = preferredName;
        while (usedNames.stream().anyMatch(freeName::equalsIgnoreCase)) {
            freeName += "_";
        }
        return freeName;
    }

    private static String quoteName(String columnName) {
        return Sql.render(new QualifiedName(List.of(Name.of(columnName))));
    }

    private static String join(List<String> names, String separator, UnaryOperator<String> nameRenderer) {
        return names.stream().map(nameRenderer).collect(Collectors.joining(separator));
    }
}
