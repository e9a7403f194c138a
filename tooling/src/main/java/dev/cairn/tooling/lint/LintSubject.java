package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;

/** The statement, object or query that a finding is about, with the SQL to which the span of the finding refers. */
public sealed interface LintSubject {
    /**
     * A statement of a migration, or of an SQL file.
     *
     * @param migration the name of the migration, {@code V0003AddNote}, or of the file
     * @param number the number of the statement, from 1
     * @param sql the statement with the comments above it
     */
    record MigrationStatement(String migration, int number, String sql) implements LintSubject {
        @Override
        public String name() {
            return migration + ", statement " + number;
        }
    }

    /**
     * An object of the schema, or one of its columns.
     *
     * @param column empty if the finding is about the whole object
     */
    record SchemaPart(ObjectName object, String column) implements LintSubject {
        @Override
        public String name() {
            return column.isEmpty() ? object.toString() : object + "." + column;
        }
    }

    /**
     * A checked query.
     *
     * @param interfaceName the qualified name of the interface
     * @param method the names of the interface, without its package, and of the method: {@code Sales.perCity}
     * @param sql the statement as written
     */
    record QueryMethod(String interfaceName, String method, String sql) implements LintSubject {
        @Override
        public String name() {
            return method;
        }
    }

    /** Returns the name that a report shows. */
    String name();

    /** Returns the statement or query; empty if the subject is a part of the schema. */
    default String sql() {
        return "";
    }
}
