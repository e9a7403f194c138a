package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;

/**
 * A data test as a record declares it.
 *
 * @param name the name, which is unique among the tests of the object
 * @param place the place of the annotation value that declares the rule
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
     * @param queryPrefix the query of the rows that break the condition, up to the condition
     */
    public record ConditionRule(String writtenCondition, String queryPrefix) implements Rule {
        /**
         * Returns the query of the rows that break the condition. The line break closes a comment at the end of the
         * condition.
         */
        public String violationsQuery() {
            return queryPrefix + writtenCondition + "\n)";
        }

        /** Returns a query that returns the value of the condition for each row. */
        public String valuesQuery(QualifiedName objectName) {
            return "SELECT (" + writtenCondition + "\n) FROM " + Sql.render(objectName);
        }
    }

    /**
     * A rule about columns. Its query is generated: it contains no SQL of the user.
     *
     * @param isImplied whether a constraint or an enum column implies the test; problems of the rule are then reported
     *     at the constraint or the column
     */
    public record ColumnsRule(Kind kind, boolean isImplied) implements Rule {}

    /**
     * A reference to columns of another object.
     *
     * @param columnNames the columns that refer
     * @param referencedColumnNames the columns of the other object
     * @param isToKey whether these columns are the key of the other object, whose declaration reports its mistakes
     */
    public record ReferenceRule(
            QualifiedName referencedObjectName,
            List<String> columnNames,
            List<String> referencedColumnNames,
            boolean isToKey)
            implements Rule {
        public ReferenceRule {
            columnNames = List.copyOf(columnNames);
            referencedColumnNames = List.copyOf(referencedColumnNames);
        }
    }

    /** The rule of a test that was read from a descriptor: only its query is known. */
    public record UnknownRule() implements Rule {}

    /** Returns the kind; CHECK for a test that was read from a descriptor, whose kind is not known. */
    public Kind kind() {
        if (rule instanceof ReferenceRule) {
            return Kind.REFERENCES;
        }
        return rule instanceof ColumnsRule columnsRule ? columnsRule.kind : Kind.CHECK;
    }

    /** Returns a test that was read from a descriptor; all problems of the test are reported at the same place. */
    public static DataTestDeclaration ofCompiled(String name, Place place, String sql) {
        return new DataTestDeclaration(name, place, sql, new UnknownRule());
    }

    /** Creates the test that every row of an object meets a condition. */
    public static DataTestDeclaration ofCondition(
            String name, Place place, QualifiedName objectName, String writtenCondition, Expression condition) {
        String queryPrefix = "SELECT * FROM " + Sql.render(objectName) + " WHERE NOT (";
        return new DataTestDeclaration(
                name,
                place,
                queryPrefix + Sql.render(condition) + ")",
                new ConditionRule(writtenCondition, queryPrefix));
    }
}
