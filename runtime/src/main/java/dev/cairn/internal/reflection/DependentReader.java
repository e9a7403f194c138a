package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.TableDependent.Kind;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the objects that depend on tables, with four statements for each database, and one for each Routine Load on the
 * tables. A server lists only the objects that the user may see.
 */
public final class DependentReader {
    private static final Pattern WORD_PATTERN = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern COLUMN_CLAUSE_PATTERN =
            Pattern.compile("(?s)\\bCOLUMNS \\((.*?)\\)\\s*(?:,\\s*\\n|PROPERTIES\\b|FROM\\b)");

    private final ServerConnection connection;
    private final Set<ObjectName> tables;
    private final Consumer<String> problemListener;
    private final List<TableDependent> dependents = new ArrayList<>();

    private DependentReader(ServerConnection connection, Set<ObjectName> tables, Consumer<String> problemListener) {
        this.connection = connection;
        this.tables = tables;
        this.problemListener = problemListener;
    }

    /**
     * Returns the dependents of some tables.
     *
     * @param problemListener receives a message for each subject that can't be read
     */
    public static List<TableDependent> readDependents(
            ServerConnection connection, Set<ObjectName> tables, Consumer<String> problemListener) {
        DependentReader reader = new DependentReader(connection, tables, problemListener);
        tables.stream().map(ObjectName::database).distinct().forEach(reader::readDatabase);
        return reader.dependents;
    }

    private void readDatabase(String database) {
        String quotedDatabase = SqlQuoting.quoteName(database);
        for (NamedRow row : readRows("the Routine Loads of " + database, "SHOW ROUTINE LOAD FROM " + quotedDatabase)) {
            ObjectName table = new ObjectName(database, row.text("TableName"));
            if (tables.contains(table)) {
                ObjectName name = new ObjectName(database, row.text("Name"));
                String statement = readStatement(name);
                Matcher columnListMatcher = COLUMN_CLAUSE_PATTERN.matcher(statement);
                boolean hasColumnList = columnListMatcher.find();
                dependents.add(new TableDependent(
                        Kind.ROUTINE_LOAD,
                        name,
                        table,
                        row.text("State") + ", progress " + row.text("Progress"),
                        hasColumnList ? findWords(columnListMatcher.group(1)) : Set.of(),
                        !hasColumnList));
            }
        }
        for (NamedRow row : readRows("the pipes of " + database, "SHOW PIPES FROM " + quotedDatabase)) {
            String[] targetPath = row.text("TABLE_NAME").replace("`", "").split("\\.", -1);
            ObjectName name = new ObjectName(database, row.text("PIPE_NAME"));
            addIfOnTable(
                    Kind.PIPE, name, database, targetPath[targetPath.length - 1], row.text("STATE"), Set.of(), true);
        }
        for (NamedRow row : readRows("the dictionaries", "SHOW DICTIONARY")) {
            if (row.text("DbName").equals(database)) {
                addIfOnTable(
                        Kind.DICTIONARY,
                        new ObjectName(database, row.text("DictionaryName")),
                        database,
                        row.text("dictionaryObject"),
                        "",
                        findWords(row.text("dictionaryKeys") + " " + row.text("dictionaryValues")),
                        false);
            }
        }
        readTasks(database);
    }

    /**
     * Returns whether the server hides the Routine Loads of a table from the user: it lists them only to users with the
     * privilege INSERT on the table, and reports no error to others.
     */
    public static boolean hidesLoads(ServerConnection connection, ObjectName table) {
        String quotedTable = SqlQuoting.quoteName(table);
        try {
            connection.fetchRows("EXPLAIN INSERT INTO " + quotedTable + " SELECT * FROM " + quotedTable + " LIMIT 0");
            return false;
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            return refusal.isDenied() && refusal.reason().contains("INSERT");
        }
    }

    /** Reads the tasks that run again, except those that refresh materialized views. */
    private void readTasks(String database) {
        for (NamedRow row : readBackendRows(
                "the tasks of " + database,
                "SELECT TASK_NAME, SCHEDULE, DEFINITION, PROPERTIES FROM information_schema.tasks WHERE `DATABASE` = "
                        + SqlQuoting.quoteText(database))) {
            boolean isRepeated = row.text("SCHEDULE").startsWith("PERIODIC");
            if (isRepeated && !row.text("PROPERTIES").contains("mvId")) {
                Set<String> possibleTables = new HashSet<>();
                WORD_PATTERN
                        .matcher(row.text("DEFINITION"))
                        .results()
                        .forEach(word -> possibleTables.add(word.group()));
                ObjectName name = new ObjectName(database, row.text("TASK_NAME"));
                for (String possibleTable : possibleTables) {
                    addIfOnTable(
                            Kind.TASK,
                            name,
                            database,
                            possibleTable,
                            row.text("SCHEDULE"),
                            findWords(row.text("DEFINITION")),
                            false);
                }
            }
        }
    }

    private void addIfOnTable(
            Kind kind,
            ObjectName name,
            String database,
            String table,
            String details,
            Set<String> columns,
            boolean usesEveryColumn) {
        ObjectName tableName = new ObjectName(database, table);
        if (tables.contains(tableName)) {
            dependents.add(new TableDependent(kind, name, tableName, details, columns, usesEveryColumn));
        }
    }

    private String readStatement(ObjectName routineLoad) {
        List<NamedRow> rows = readRows(
                "the Routine Load " + routineLoad, "SHOW CREATE ROUTINE LOAD " + SqlQuoting.quoteName(routineLoad));
        return rows.isEmpty() ? "" : rows.get(0).text("Create Job");
    }

    private static Set<String> findWords(String text) {
        Set<String> words = new HashSet<>();
        WORD_PATTERN.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.add(word.group()));
        return words;
    }

    /**
     * Reads rows that only a backend has. A run does not wait for a backend, because definitions can be changed without
     * one.
     */
    private List<NamedRow> readBackendRows(String subject, String sql) {
        return readRows(
                subject,
                () -> connection.findRowsByBackend(sql).orElseGet(() -> {
                    problemListener.accept(subject + " can't be read: no backend answers");
                    return List.of();
                }));
    }

    private List<NamedRow> readRows(String subject, String sql) {
        return readRows(subject, () -> connection.fetchNamedRows(sql));
    }

    /** Reads rows. A refusal is reported and does not stop the run. */
    private List<NamedRow> readRows(String subject, Supplier<List<NamedRow>> rowSupplier) {
        try {
            return rowSupplier.get();
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            problemListener.accept(subject + " can't be read: " + refusal.reason());
            return List.of();
        }
    }
}
