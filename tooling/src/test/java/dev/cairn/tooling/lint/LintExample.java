package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.definition.ByteSize;
import dev.cairn.tooling.definition.LiveStatistics;
import dev.cairn.tooling.definition.LiveStatistics.ClusterStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.ReleasedConstants;
import dev.cairn.tooling.release.RemovedEnumConstants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An example of docs/lint.md: SQL whose parts begin with a comment such as {@code -- before:}
 *
 * <ul>
 *   <li>{@code before}: what exists
 *   <li>{@code harmful}: the migration with the harm; its rule has a finding
 *   <li>{@code previous constants: orders.status OPEN LOST}: those of the previous release
 *   <li>{@code harmful constants: orders.status OPEN}, {@code safe constants: …}: those of this release
 *   <li>{@code harmful query}: a checked query with the harm
 *   <li>{@code previous query}: a checked query of the previous release
 *   <li>{@code harm}: statements that show it afterwards, each followed by a comment with the result
 *   <li>{@code safe}, {@code safe query}: the same without the harm; its rule has no finding
 * </ul>
 *
 * <p>Lines such as {@code -- live: orders rows=1204000 size=12GB partitions=31 tablets=93 replicas=3 tablet=44MB},
 * {@code -- live: cluster nodes=3 free=10GB}, {@code -- live: loads orders=hourly} and
 * {@code -- live: routine-load orders=clicks} are the statistics of a server. {@code -- live: view orders=report} is a
 * view of another database that reads {@code id} and {@code note}.
 *
 * @param rule the code of the rule
 * @param settings lines such as {@code -- lint.names.table = [a-z]+}
 */
record LintExample(
        String rule, Map<String, String> settings, LiveStatistics statistics, Map<String, String> textsByPart) {
    static final String DATABASE = "shop";

    private static final String STATISTICS_PREFIX = "live: ";

    private static final String CONSTANTS_MARK = " constants: ";

    private static final List<String> PART_NAMES =
            List.of("before", "previous query", "harmful", "harmful query", "harm", "safe", "safe query");

    static LintExample of(String rule, String example) {
        Map<String, String> settings = new LinkedHashMap<>();
        ExampleStatistics statistics = new ExampleStatistics();
        Map<String, StringBuilder> buildersByPart = new LinkedHashMap<>();
        StringBuilder currentPart = new StringBuilder();
        for (String line : example.lines().toList()) {
            String comment = line.startsWith("-- ") ? line.substring(3).strip() : "";
            if (comment.startsWith(STATISTICS_PREFIX)) {
                statistics.add(comment.substring(STATISTICS_PREFIX.length()).split(" ", -1));
            } else if (comment.contains(CONSTANTS_MARK)) {
                String[] constants = comment.split(CONSTANTS_MARK, 2);
                buildersByPart.put(constants[0] + " constants", new StringBuilder(constants[1]));
            } else if (comment.startsWith(LintRule.PREFIX) && comment.contains(" = ")) {
                String[] setting = comment.split(" = ", 2);
                settings.put(setting[0], setting[1]);
            } else if (comment.endsWith(":") && PART_NAMES.contains(comment.substring(0, comment.length() - 1))) {
                currentPart = buildersByPart.computeIfAbsent(
                        comment.substring(0, comment.length() - 1), name -> new StringBuilder());
            } else {
                currentPart.append(line).append('\n');
            }
        }
        Map<String, String> textsByPart = new LinkedHashMap<>();
        buildersByPart.forEach((name, content) -> textsByPart.put(name, content.toString()));
        return new LintExample(rule, settings, statistics.statistics(), textsByPart);
    }

    /** Returns the statements of a part, each with the comments above it. */
    List<String> parseStatements(String part) {
        String partText = textsByPart.getOrDefault(part, "");
        List<String> statements = new ArrayList<>();
        int start = 0;
        for (ScriptStatement statement : Sql.parseScriptStatements(partText)) {
            int end = statement.span().offset() + statement.text().length();
            statements.add(partText.substring(start, end).strip());
            start = end + 1;
        }
        return statements;
    }

    /** Checks the existing objects and the changes of one of the parts {@code harmful} and {@code safe}. */
    LintReport lint(String part) {
        return new Linter(LintSettings.parse(settings), LintAllowances.NONE).lint(createInput(part));
    }

    /** Returns the existing objects with the changes of one of the parts. */
    LintInput createInput(String part) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session(DATABASE);
        Catalog emptyCatalog =
                Catalog.EMPTY.withDatabase(Database.of(DATABASE)).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        Simulation existingObjects = new Simulation(engine, session, emptyCatalog);
        parseStatements("before").forEach(statement -> existingObjects.apply(MigrationAction.parse(statement)));
        Simulation migration = new Simulation(engine, session, existingObjects.catalog());
        LintedMigration lintedMigration = LintedMigration.simulate("V0002Change", migration, parseStatements(part));
        return LintInput.of(engine.profile(), DATABASE, migration.catalog(), createQueries(part + " query"))
                .withMigrations(List.of(lintedMigration.withPreviousRelease(createQueries("previous query"))))
                .withStatistics(statistics)
                .withRemovedConstants(RemovedEnumConstants.find(parseConstants("previous"), parseConstants(part)));
    }

    private List<ReleasedConstants> parseConstants(String part) {
        String[] words = textsByPart.getOrDefault(part + " constants", "").split("[. ]", -1);
        return words.length < 2
                ? List.of()
                : List.of(new ReleasedConstants(
                        new ObjectName(DATABASE, words[0]),
                        words[1],
                        List.of(),
                        "shop.Status",
                        List.of(words).subList(2, words.length)));
    }

    private CompiledQueries createQueries(String part) {
        List<CheckedQuery> queries = new ArrayList<>();
        for (String sql : parseStatements(part)) {
            queries.add(new CheckedQuery(
                    "Orders.find" + (queries.isEmpty() ? "" : queries.size() + 1),
                    "find()",
                    new SampledStatement(sql.startsWith("SELECT") || sql.startsWith("WITH"), sql, sql, List.of()),
                    List.of(),
                    List.of()));
        }
        return new CompiledQueries(List.of(new QueryListing(
                new QueryListing.ListedInterface("shop.Orders", "shop.OrdersQueries"),
                new QueryListing.ListedSchema("shop.Shop", "shop.ShopSchema", DATABASE, "4.1"),
                queries)));
    }

    /** Collects the statistics of an example. */
    private static final class ExampleStatistics {
        private final SortedMap<ObjectName, TableStatistics> tables = new TreeMap<>();
        private final SortedMap<ObjectName, List<String>> loads = new TreeMap<>();
        private final List<TableDependent> dependents = new ArrayList<>();
        private Optional<ClusterStatistics> cluster = Optional.empty();

        void add(String[] words) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String word : List.of(words).subList(1, words.length)) {
                String[] nameAndValue = word.split("=", 2);
                values.put(nameAndValue[0], nameAndValue[1]);
            }
            switch (words[0]) {
                case "loads" ->
                    values.forEach((table, label) -> loads.put(new ObjectName(DATABASE, table), List.of(label)));
                case "routine-load" ->
                    values.forEach((table, load) -> dependents.add(new TableDependent(
                            TableDependent.Kind.ROUTINE_LOAD,
                            new ObjectName(DATABASE, load),
                            new ObjectName(DATABASE, table),
                            "PAUSED, progress {\"0\":\"4\"}",
                            Set.of("id"),
                            false)));
                case "view" ->
                    values.forEach((table, view) -> dependents.add(new TableDependent(
                            TableDependent.Kind.VIEW,
                            new ObjectName("bi", view),
                            new ObjectName(DATABASE, table),
                            "",
                            Set.of("id", "note"),
                            false)));
                case "cluster" ->
                    cluster = Optional.of(new ClusterStatistics(
                            Integer.parseInt(values.get("nodes")), ByteSize.parse(values.getOrDefault("free", ""))));
                default ->
                    tables.put(
                            new ObjectName(DATABASE, words[0]),
                            new TableStatistics(
                                    Long.parseLong(values.get("rows")),
                                    ByteSize.parse(values.get("size")).orElseThrow(),
                                    Integer.parseInt(values.getOrDefault("partitions", "1")),
                                    Long.parseLong(values.getOrDefault("tablets", "3")),
                                    Optional.of(Integer.valueOf(values.getOrDefault("replicas", "3"))),
                                    ByteSize.parse(values.getOrDefault("tablet", "1GB"))
                                            .orElseThrow()));
            }
        }

        LiveStatistics statistics() {
            return new LiveStatistics(tables, new TreeMap<>(), loads, dependents, cluster, List.of());
        }
    }
}
