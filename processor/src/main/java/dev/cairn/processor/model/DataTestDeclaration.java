package dev.cairn.processor.model;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;

/**
 * A data test as a record declares it.
 *
 * @param name the name, which is unique among the tests of the object
 * @param place the place of the annotation's value that states the rule
 * @param sql the query of the rows that break the rule
 * @param rule the rule, which the processor checks
 */
public record DataTestDeclaration(String name, Place place, String sql, Rule rule) {
    /** The kinds of tests. The constants have the same names as in the runtime. */
    public enum Kind {
        CHECK,
        UNIQUE,
        REFERENCES,
        VALUES,
        FRESH
    }

    /** The requirement of a data test. */
    public sealed interface Rule {}

    /**
     * A condition that each row meets.
     *
     * @param writtenCondition the condition as the user wrote it
     * @param queryStart the query of the rows that break the condition, up to the condition
     */
    public record Condition(String writtenCondition, String queryStart) implements Rule {
        /**
         * Returns the query of the rows that break the condition. The line break ends a comment, which may end the
         * condition.
         */
        public String violationsQuery() {
            return queryStart + writtenCondition + "\n)";
        }

        /** Returns a query that returns the value of the condition for each row. */
        public String valuesQuery(QualifiedName objectName) {
            return "SELECT (" + writtenCondition + "\n) FROM " + Sql.render(objectName);
        }
    }

    /**
     * A rule about columns, whose query does not contain SQL that the user has written.
     *
     * @param isImplied whether a constraint or an enum column implies the test; problems of the rule are then reported
     *     at the constraint or the column
     */
    public record ColumnRequirement(Kind kind, boolean isImplied) implements Rule {}

    /**
     * A reference to columns of another object.
     *
     * @param columnNames the columns that refer
     * @param referencedColumnNames the columns of the other object
     */
    public record Reference(
            QualifiedName referencedObjectName, List<String> columnNames, List<String> referencedColumnNames)
            implements Rule {
        public Reference {
            columnNames = List.copyOf(columnNames);
            referencedColumnNames = List.copyOf(referencedColumnNames);
        }
    }

    /** The rule of a test that was compiled earlier: only its query is known. */
    public record CompiledRule() implements Rule {}

    /** Returns the kind; CHECK for a test that was compiled earlier, because its kind is not known. */
    public Kind kind() {
        if (rule instanceof Reference) {
            return Kind.REFERENCES;
        }
        return rule instanceof ColumnRequirement requirement ? requirement.kind : Kind.CHECK;
    }

    /** Returns a test that was read from a descriptor; all problems of the test are reported at the same place. */
    public static DataTestDeclaration ofCompiled(String name, String sql, Place place) {
        return new DataTestDeclaration(name, place, sql, new CompiledRule());
    }

    /** Returns the test that each row of an object meets a condition. */
    public static DataTestDeclaration ofCondition(
            String name, Place place, QualifiedName objectName, String writtenCondition, Expression condition) {
        String queryStart = "SELECT * FROM " + Sql.render(objectName) + " WHERE NOT (";
        return new DataTestDeclaration(
                name, place, queryStart + Sql.render(condition) + ")", new Condition(writtenCondition, queryStart));
    }
}
