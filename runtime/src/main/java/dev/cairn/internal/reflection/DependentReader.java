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
 * Reads what depends on the tables of a database, with four statements, and one for each Routine Load on them. A server
 * lists only what the user may see.
 */
public final class DependentReader {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern COLUMN_CLAUSE =
            Pattern.compile("(?s)\\bCOLUMNS \\((.*?)\\)\\s*(?:,\\s*\\n|PROPERTIES\\b|FROM\\b)");

    private final ServerConnection connection;
    private final Set<ObjectName> tables;
    private final Consumer<String> unreadListener;
    private final List<TableDependent> dependents = new ArrayList<>();

    private DependentReader(ServerConnection connection, Set<ObjectName> tables, Consumer<String> unreadListener) {
        this.connection = connection;
        this.tables = tables;
        this.unreadListener = unreadListener;
    }

    /**
     * Returns the dependents of some tables.
     *
     * @param unreadListener is given the dependents that the server does not show, with the reason
     */
    public static List<TableDependent> readDependents(
            ServerConnection connection, Set<ObjectName> tables, Consumer<String> unreadListener) {
        DependentReader reader = new DependentReader(connection, tables, unreadListener);
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
                Matcher columns = COLUMN_CLAUSE.matcher(statement);
                boolean hasColumnList = columns.find();
                dependents.add(new TableDependent(
                        Kind.ROUTINE_LOAD,
                        name,
                        table,
                        row.text("State") + ", progress " + row.text("Progress"),
                        hasColumnList ? findWords(columns.group(1)) : Set.of(),
                        !hasColumnList));
            }
        }
        for (NamedRow row : readRows("the pipes of " + database, "SHOW PIPES FROM " + quotedDatabase)) {
            String[] target = row.text("TABLE_NAME").replace("`", "").split("\\.", -1);
            ObjectName name = new ObjectName(database, row.text("PIPE_NAME"));
            addIfOnTable(Kind.PIPE, name, database, target[target.length - 1], row.text("STATE"), Set.of(), true);
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
     * Returns whether the server hides the Routine Loads of a table from the user: it lists them only to those who have
     * the privilege INSERT on the table, and reports no error to others.
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
            boolean isPeriodic = row.text("SCHEDULE").startsWith("PERIODIC");
            if (isPeriodic && !row.text("PROPERTIES").contains("mvId")) {
                Set<String> words = new HashSet<>();
                WORD.matcher(row.text("DEFINITION")).results().forEach(word -> words.add(word.group()));
                ObjectName name = new ObjectName(database, row.text("TASK_NAME"));
                for (String word : words) {
                    addIfOnTable(
                            Kind.TASK,
                            name,
                            database,
                            word,
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
        ObjectName object = new ObjectName(database, table);
        if (tables.contains(object)) {
            dependents.add(new TableDependent(kind, name, object, details, columns, usesEveryColumn));
        }
    }

    private String readStatement(ObjectName routineLoad) {
        List<NamedRow> rows = readRows(
                "the Routine Load " + routineLoad, "SHOW CREATE ROUTINE LOAD " + SqlQuoting.quoteName(routineLoad));
        return rows.isEmpty() ? "" : rows.get(0).text("Create Job");
    }

    private static Set<String> findWords(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.add(word.group()));
        return words;
    }

    /** Definitions can be changed without a backend, so a run does not wait for one. */
    private List<NamedRow> readBackendRows(String subject, String sql) {
        return readRows(
                subject,
                () -> connection.findRowsByBackend(sql).orElseGet(() -> {
                    unreadListener.accept(subject + " can't be read: no backend answers");
                    return List.of();
                }));
    }

    private List<NamedRow> readRows(String subject, String sql) {
        return readRows(subject, () -> connection.fetchNamedRows(sql));
    }

    /** Other statements of the run are not affected if the user may not read something. */
    private List<NamedRow> readRows(String subject, Supplier<List<NamedRow>> rowSupplier) {
        try {
            return rowSupplier.get();
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            unreadListener.accept(subject + " can't be read: " + refusal.reason());
            return List.of();
        }
    }
}
