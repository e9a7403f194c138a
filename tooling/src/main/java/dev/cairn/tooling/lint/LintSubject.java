package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;

/** The statement, object or query that a finding is about, with the SQL to which the span of the finding refers. */
public sealed interface LintSubject {
    /**
     * A statement of a migration, or of an SQL file.
     *
     * @param migrationName the name of the migration, {@code V0003AddNote}, or of the file
     * @param number the number of the statement, from 1
     * @param sql the statement with the comments above it
     */
    record MigrationStatement(String migrationName, int number, String sql) implements LintSubject {
        @Override
        public String name() {
            return migrationName + ", statement " + number;
        }
    }

    /**
     * An object of the schema, or one of its columns.
     *
     * @param columnName empty if the finding is about the whole object
     */
    record SchemaPart(ObjectName objectName, String columnName) implements LintSubject {
        /** Returns the name of the object without its database, or the name of the column. */
        String unqualifiedName() {
            return columnName.isEmpty() ? objectName.name() : columnName;
        }

        @Override
        public String name() {
            return columnName.isEmpty() ? objectName.toString() : objectName + "." + columnName;
        }
    }

    /**
     * A checked query.
     *
     * @param interfaceName the qualified name of the interface
     * @param queryName the names of the interface, without its package, and of the method: {@code Sales.perCity}
     * @param sql the statement as written
     */
    record QueryMethod(String interfaceName, String queryName, String sql) implements LintSubject {
        @Override
        public String name() {
            return queryName;
        }
    }

    /** Returns the name that a report shows. */
    String name();

    /** Returns the statement or query; empty if the subject is a part of the schema. */
    default String sql() {
        return "";
    }
}
