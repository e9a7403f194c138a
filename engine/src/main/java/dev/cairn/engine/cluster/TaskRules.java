package dev.cairn.engine.cluster;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.row.InsertCheck;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules for tasks that a server runs periodically. The name of a task is case-sensitive and unique in the
 * cluster. A server checks the statement only when a task is submitted, and shows the statement as it was sent. For a
 * task without a start, it shows the time of the submission as the start.
 *
 * <p>A schema does not manage tasks that run once, because the server removes them after a day.
 */
final class TaskRules extends ClusterObjectRules {
    private static final ClusterPart START = ClusterPart.of("start");
    private static final ClusterPart EVERY = ClusterPart.of("every");
    private static final ClusterPart STATEMENT = ClusterPart.of("statement");

    /** The shortest interval: the default of the server's setting {@code task_min_schedule_interval_s}. */
    private static final int MIN_INTERVAL_SECONDS = 10;

    private static final String WAREHOUSE_PROPERTY = "warehouse";
    private static final String DEFAULT_WAREHOUSE = "default_warehouse";
    /** The property of a task that refreshes a materialized view. */
    private static final String REFRESHED_VIEW_PROPERTY = "mvId";

    private static final Pattern INTERVAL_PATTERN = Pattern.compile("(\\d{1,9}) +(SECOND|MINUTE|HOUR|DAY)");
    private static final Pattern SHOWN_SCHEDULE_PATTERN =
            Pattern.compile("PERIODICAL(?: START\\(([^)]*)\\))? EVERY\\((\\d+) (\\w+)S\\)");
    private static final Pattern SHOWN_PROPERTY_PATTERN = Pattern.compile("(?s)'([^']*)'='(.*?)'(?=,'[^']*'='|\\)$)");
    private static final Pattern HINT_PATTERN = Pattern.compile("(?s)/\\*\\+.*?\\*/");

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.TASK_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.TASK_NOT_FOUND;
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        return switch (item.part().clause()) {
            case "start" -> Map.entry(START, normalizeStart(item));
            case "every" -> Map.entry(EVERY, normalizeInterval(item));
            case "statement" -> Map.entry(STATEMENT, normalizeStatement(item, server));
            default -> Map.entry(requireNotWarehouse(item), item.value());
        };
    }

    private static String normalizeStart(ClusterItem item) {
        try {
            return ServerDateFormat.formatDateTime(
                    ServerDateFormat.parseByLength(item.value()).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException failure) {
            throw Refusal.ofSyntax(item.span(), ClusterRule.TASK_START_FORMAT, item.value());
        }
    }

    private static String normalizeInterval(ClusterItem item) {
        Matcher intervalMatcher = INTERVAL_PATTERN.matcher(item.value().strip().toUpperCase(Locale.ROOT));
        if (!intervalMatcher.matches()) {
            throw Refusal.ofSyntax(item.span(), ClusterRule.TASK_INTERVAL_FORMAT, item.value());
        }
        long count = Long.parseLong(intervalMatcher.group(1));
        ChronoUnit unit = ChronoUnit.valueOf(intervalMatcher.group(2) + "S");
        if (count * unit.getDuration().toSeconds() < MIN_INTERVAL_SECONDS) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.TASK_INTERVAL_TOO_SHORT, MIN_INTERVAL_SECONDS);
        }
        return count + " " + intervalMatcher.group(2);
    }

    /**
     * Returns the part of a property; refuses {@code warehouse}. The name of a property is case-sensitive, unlike the
     * variable that it sets.
     */
    private static ClusterPart requireNotWarehouse(ClusterItem item) {
        if (item.part().name().equals(WAREHOUSE_PROPERTY)) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.TASK_PROPERTY_UNKNOWN, item.part().name());
        }
        return item.part();
    }

    private static String normalizeStatement(ClusterItem item, ServerState server) {
        try {
            checkStatement(Sql.parse(item.value()), server);
            return toSingleLine(item.value());
        } catch (SqlSyntaxException syntaxError) {
            throw Refusal.ofSyntax(syntaxError).withSpan(item.span());
        } catch (Refusal refusal) {
            throw refusal.withSpan(item.span());
        }
    }

    /** Checks a statement as a server does. In CREATE TABLE AS SELECT, it checks only the query. */
    private static void checkStatement(Statement statement, ServerState server) {
        if (statement instanceof Statement.CreateTableAsSelect create) {
            server.createQueryAnalysis().analyzeExecutable(create.queryText().query(), new Bindings());
        } else if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            if (opaqueStatement.changesRows() && Sql.parseDml(opaqueStatement) instanceof DmlStatement.Insert insert) {
                InsertCheck.checkSubmitted(server, insert);
            } else if (!opaqueStatement.keywords().get(0).equals("CACHE")) {
                throw Refusal.ofSyntax(statement.span(), ClusterRule.TASK_STATEMENT_UNSUPPORTED);
            }
        } else {
            throw Refusal.ofSyntax(statement.span(), ClusterRule.TASK_STATEMENT_UNSUPPORTED);
        }
    }

    /** Returns a statement on one line, without comments other than hints, and without a semicolon at its end. */
    private static String toSingleLine(String text) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder line = new StringBuilder();
        int previousEnd = tokens.start(0);
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            if (tokens.kind(tokenIndex) == TokenKind.SEMICOLON || tokens.kind(tokenIndex) == TokenKind.END) {
                break;
            }
            String gap = text.substring(previousEnd, tokens.start(tokenIndex));
            line.append(gap.isEmpty() ? "" : " ");
            HINT_PATTERN
                    .matcher(gap)
                    .results()
                    .forEach(hint -> line.append(hint.group()).append(' '));
            previousEnd = tokens.end(tokenIndex);
            line.append(text, tokens.start(tokenIndex), previousEnd);
        }
        return line.toString();
    }

    /** Checks nothing, because each part is checked by itself. */
    @Override
    void checkDefinition(ClusterObject task, PartSpans spans, Catalog catalog) {}

    /** Returns false: servers before 4.1 have no ALTER TASK, and no server removes a property. */
    @Override
    public boolean isAlterable(ClusterPart part) {
        return false;
    }

    @Override
    public Optional<ClusterListing> findCreationListing(String name) {
        return Optional.of(new ClusterListing(List.of("TaskName", "Status"), List.of(List.of(name, "SUBMITTED"))));
    }

    @Override
    public Optional<String> findBackendQuery() {
        return Optional.of("SELECT count(*) FROM information_schema.tasks");
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> taskByName = new TreeMap<>();
        for (AnswerRow row :
                queryExecutor.query("SELECT TASK_NAME, SCHEDULE, CATALOG, `DATABASE`, DEFINITION, PROPERTIES"
                        + " FROM information_schema.tasks")) {
            boolean belongsToDatabase =
                    row.text("CATALOG").equals(InternalCatalog.NAME) && databaseNames.contains(row.text("DATABASE"));
            Matcher scheduleMatcher = SHOWN_SCHEDULE_PATTERN.matcher(row.text("SCHEDULE"));
            if (belongsToDatabase && scheduleMatcher.matches() && isSelected.test(row.text("TASK_NAME"))) {
                ClusterObject task = toClusterObject(row, scheduleMatcher);
                if (!task.parts().containsKey(ClusterPart.ofProperty(REFRESHED_VIEW_PROPERTY))) {
                    taskByName.put(task.name(), task);
                }
            }
        }
        return taskByName;
    }

    private static ClusterObject toClusterObject(AnswerRow row, Matcher scheduleMatcher) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        if (scheduleMatcher.group(1) != null) {
            parts.put(START, ServerDateFormat.formatDateTime(LocalDateTime.parse(scheduleMatcher.group(1))));
        }
        parts.put(EVERY, scheduleMatcher.group(2) + " " + scheduleMatcher.group(3));
        parts.put(STATEMENT, toSingleLine(row.text("DEFINITION")));
        SHOWN_PROPERTY_PATTERN
                .matcher(row.text("PROPERTIES"))
                .results()
                .filter(propertyMatch -> !propertyMatch.group(1).equals(WAREHOUSE_PROPERTY))
                .forEach(propertyMatch ->
                        parts.put(ClusterPart.ofProperty(propertyMatch.group(1)), propertyMatch.group(2)));
        return new ClusterObject(ClusterObjectKind.TASK, row.text("DATABASE"), row.text("TASK_NAME"), parts);
    }

    /** A server shows a start for each task, and hides the secrets in a statement. */
    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(liveObject.parts());
        if (!expectedObject.parts().containsKey(START)) {
            parts.remove(START);
        }
        String statement = expectedObject.parts().getOrDefault(STATEMENT, "");
        if (redact(statement).equals(redact(parts.getOrDefault(STATEMENT, "")))) {
            parts.put(STATEMENT, statement);
        }
        return liveObject.withParts(parts);
    }

    private static String redact(String statementText) {
        return RedactedSql.of(statementText).text();
    }

    @Override
    public ClusterListing list(List<ClusterObject> tasks) {
        List<List<String>> rows = new ArrayList<>();
        for (ClusterObject task : tasks) {
            rows.add(List.of(
                    task.name(),
                    formatSchedule(task),
                    InternalCatalog.NAME,
                    task.database(),
                    task.parts().getOrDefault(STATEMENT, ""),
                    formatProperties(task)));
        }
        return new ClusterListing(
                List.of("TASK_NAME", "SCHEDULE", "CATALOG", "DATABASE", "DEFINITION", "PROPERTIES"), rows);
    }

    private static String formatSchedule(ClusterObject task) {
        String start = task.parts().get(START);
        return "PERIODICAL"
                + (start == null ? "" : " START(" + ServerDateFormat.parse(start) + ")")
                + " EVERY(" + task.parts().get(EVERY) + "S)";
    }

    private static String formatProperties(ClusterObject task) {
        Map<String, String> properties = new TreeMap<>(Map.of(WAREHOUSE_PROPERTY, DEFAULT_WAREHOUSE));
        task.parts().forEach((part, value) -> {
            if (!part.isUnnamed()) {
                properties.put(part.name(), value);
            }
        });
        return properties.entrySet().stream()
                .map(propertyEntry -> "'" + propertyEntry.getKey() + "'='" + propertyEntry.getValue() + "'")
                .collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public ClusterListing show(ClusterObject task) {
        return list(List.of(task));
    }
}
