package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.TableDependent.Kind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
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
 * Reads the objects that depend on tables, with four statements for each database, one for each Routine Load on the
 * tables, and two for the views of all databases. A server lists only the objects that the user may see.
 */
public final class DependentReader {
    private static final Pattern WORD_PATTERN = Pattern.compile("[\\p{L}\\p{N}_$]+");

    // A frontend evaluates these statements itself only if they have no condition.
    private static final String VIEWS_QUERY =
            "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION AS DEFINITION FROM information_schema.views";
    private static final String MATERIALIZED_VIEWS_QUERY = "SELECT TABLE_SCHEMA, TABLE_NAME,"
            + " MATERIALIZED_VIEW_DEFINITION AS DEFINITION FROM information_schema.materialized_views";

    private static final Pattern COLUMN_CLAUSE_PATTERN =
            Pattern.compile("(?s)\\bCOLUMNS \\((.*?)\\)\\s*(?:,\\s*\\n|PROPERTIES\\b|FROM\\b)");

    private final ServerConnection connection;
    private final Set<ObjectName> tableNames;
    private final Consumer<String> problemListener;
    private final List<TableDependent> dependents = new ArrayList<>();

    private DependentReader(ServerConnection connection, Set<ObjectName> tableNames, Consumer<String> problemListener) {
        this.connection = connection;
        this.tableNames = tableNames;
        this.problemListener = problemListener;
    }

    /**
     * Returns the dependents of some tables.
     *
     * @param problemListener receives a message for each list or definition of dependents that can't be read
     */
    public static List<TableDependent> readDependents(
            ServerConnection connection, Set<ObjectName> tableNames, Consumer<String> problemListener) {
        DependentReader reader = new DependentReader(connection, tableNames, problemListener);
        tableNames.stream().map(ObjectName::database).distinct().forEach(reader::addDependentsIn);
        reader.addReaders(Kind.VIEW, "the views", VIEWS_QUERY);
        reader.addReaders(Kind.MATERIALIZED_VIEW, "the materialized views", MATERIALIZED_VIEWS_QUERY);
        return reader.dependents;
    }

    private void addDependentsIn(String databaseName) {
        String quotedDatabaseName = SqlQuoting.quoteName(databaseName);
        for (NamedRow row :
                readRows("the Routine Loads of " + databaseName, "SHOW ROUTINE LOAD FROM " + quotedDatabaseName)) {
            ObjectName tableName = new ObjectName(databaseName, row.text("TableName"));
            if (tableNames.contains(tableName)) {
                ObjectName name = new ObjectName(databaseName, row.text("Name"));
                String statementText = readStatementText(name);
                Matcher columnListMatcher = COLUMN_CLAUSE_PATTERN.matcher(statementText);
                boolean hasColumnList = columnListMatcher.find();
                dependents.add(new TableDependent(
                        Kind.ROUTINE_LOAD,
                        name,
                        tableName,
                        row.text("State") + ", progress " + row.text("Progress"),
                        hasColumnList ? findLowerCaseWords(columnListMatcher.group(1)) : Set.of(),
                        !hasColumnList));
            }
        }
        for (NamedRow row : readRows("the pipes of " + databaseName, "SHOW PIPES FROM " + quotedDatabaseName)) {
            String[] targetPath = row.text("TABLE_NAME").replace("`", "").split("\\.", -1);
            ObjectName name = new ObjectName(databaseName, row.text("PIPE_NAME"));
            addIfOnTable(
                    Kind.PIPE,
                    name,
                    databaseName,
                    targetPath[targetPath.length - 1],
                    row.text("STATE"),
                    Set.of(),
                    true);
        }
        for (NamedRow row : readRows("the dictionaries", "SHOW DICTIONARY")) {
            if (row.text("DbName").equals(databaseName)) {
                addIfOnTable(
                        Kind.DICTIONARY,
                        new ObjectName(databaseName, row.text("DictionaryName")),
                        databaseName,
                        row.text("dictionaryObject"),
                        "",
                        findLowerCaseWords(row.text("dictionaryKeys") + " " + row.text("dictionaryValues")),
                        false);
            }
        }
        addTasks(databaseName);
    }

    /**
     * Returns whether the server hides the Routine Loads of a table from the user: it lists them only to users with the
     * privilege INSERT on the table, and reports no error to others.
     */
    public static boolean hidesRoutineLoads(ServerConnection connection, ObjectName tableName) {
        String quotedTableName = SqlQuoting.quoteName(tableName);
        try {
            connection.fetchRows(
                    "EXPLAIN INSERT INTO " + quotedTableName + " SELECT * FROM " + quotedTableName + " LIMIT 0");
            return false;
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return refusal.isAccessDenied() && refusal.reason().contains("INSERT");
        }
    }

    /** Reads the tasks that run again, except those that refresh materialized views. */
    private void addTasks(String databaseName) {
        for (NamedRow row : readBackendRows(
                "the tasks of " + databaseName,
                "SELECT TASK_NAME, SCHEDULE, DEFINITION, PROPERTIES FROM information_schema.tasks WHERE `DATABASE` = "
                        + SqlQuoting.quoteText(databaseName))) {
            boolean isRepeated = row.text("SCHEDULE").startsWith("PERIODIC");
            if (isRepeated && !row.text("PROPERTIES").contains("mvId")) {
                Set<String> possibleTableNames = findWords(row.text("DEFINITION"));
                ObjectName name = new ObjectName(databaseName, row.text("TASK_NAME"));
                for (String possibleTableName : possibleTableNames) {
                    addIfOnTable(
                            Kind.TASK,
                            name,
                            databaseName,
                            possibleTableName,
                            row.text("SCHEDULE"),
                            findLowerCaseWords(row.text("DEFINITION")),
                            false);
                }
            }
        }
    }

    /**
     * Reads the views of all databases, because a view may read the tables of any of them. The views of ledgers read no
     * table, although the titles of migrations in them may mention one.
     */
    private void addReaders(Kind kind, String subject, String sql) {
        for (NamedRow row : readRows(subject, sql)) {
            ObjectName name = new ObjectName(row.text("TABLE_SCHEMA"), row.text("TABLE_NAME"));
            if (TemporaryName.isReserved(name.name())) {
                continue;
            }
            String definition = row.text("DEFINITION");
            Set<String> possibleColumnNames = findLowerCaseWords(definition);
            for (ObjectName tableName : tableNames) {
                boolean mayRead = isMentioned(tableName.name(), definition)
                        && (tableName.database().equals(name.database())
                                || isMentioned(tableName.database(), definition));
                if (mayRead && !tableName.equals(name)) {
                    dependents.add(new TableDependent(kind, name, tableName, "", possibleColumnNames, false));
                }
            }
        }
    }

    private static boolean isMentioned(String name, String text) {
        return text.contains(name)
                && Pattern.compile("(?<![\\p{L}\\p{N}_$])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_$])")
                        .matcher(text)
                        .find();
    }

    private void addIfOnTable(
            Kind kind,
            ObjectName name,
            String databaseName,
            String tableName,
            String details,
            Set<String> possibleColumnNames,
            boolean mayUseEveryColumn) {
        ObjectName qualifiedTableName = new ObjectName(databaseName, tableName);
        if (tableNames.contains(qualifiedTableName)) {
            dependents.add(new TableDependent(
                    kind, name, qualifiedTableName, details, possibleColumnNames, mayUseEveryColumn));
        }
    }

    private String readStatementText(ObjectName loadName) {
        List<NamedRow> rows =
                readRows("the Routine Load " + loadName, "SHOW CREATE ROUTINE LOAD " + SqlQuoting.quoteName(loadName));
        return rows.isEmpty() ? "" : rows.get(0).text("Create Job");
    }

    private static Set<String> findLowerCaseWords(String text) {
        return findWords(text.toLowerCase(Locale.ROOT));
    }

    private static Set<String> findWords(String text) {
        Set<String> words = new HashSet<>();
        WORD_PATTERN.matcher(text).results().forEach(wordMatch -> words.add(wordMatch.group()));
        return words;
    }

    /**
     * Reads rows that only a backend has. A run does not wait for a backend, because definitions can be changed without
     * one.
     */
    private List<NamedRow> readBackendRows(String subject, String sql) {
        return readRows(
                subject,
                () -> connection.fetchNamedRowsIfAvailable(sql).orElseGet(() -> {
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
            refusal.rethrowIfTransient();
            problemListener.accept(subject + " can't be read: " + refusal.reason());
            return List.of();
        }
    }
}
