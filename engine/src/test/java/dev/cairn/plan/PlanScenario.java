package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two schemas and the declared renames between them. The plan from one schema to the other can be rendered as text. */
public record PlanScenario(Catalog before, Catalog after, Renames renames) {
    private static final Pattern RENAME_PATTERN = Pattern.compile("(?:(\\w+)\\.)?(\\w+) (\\w+)");

    public static final Session SESSION = new Session("shop");
    public static final Engine ENGINE =
            new Engine(ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true));

    public static PlanScenario of(String before, String after, String... renames) {
        return new PlanScenario(createCatalog(before), createCatalog(after), parseRenames(List.of(renames)));
    }

    /** Parses sections that begin with {@code -- from}, {@code -- to} and optionally {@code -- renames}. */
    static PlanScenario parse(String text) {
        Map<String, StringBuilder> sections = new TreeMap<>();
        StringBuilder section = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.matches("-- (from|to|renames|plan)")) {
                section = new StringBuilder();
                sections.put(line.substring("-- ".length()), section);
            } else {
                section.append(line).append('\n');
            }
        }
        List<String> renames = sections.getOrDefault("renames", new StringBuilder())
                .toString()
                .lines()
                .toList();
        return new PlanScenario(
                createCatalog(sections.get("from").toString()),
                createCatalog(sections.get("to").toString()),
                parseRenames(renames));
    }

    public static Catalog createCatalog(String script) {
        StatementResult lastResult =
                new StatementResult(Catalog.EMPTY.withDatabase(Database.of("shop")), SESSION, ChangeCost.IMMEDIATE);
        for (Statement statement : Sql.parseScript(script)) {
            lastResult = ENGINE.apply(lastResult.catalog(), lastResult.session(), statement);
        }
        return lastResult.catalog();
    }

    /** Parses {@code old new} for an object, and {@code table.old new} for a column. */
    private static Renames parseRenames(List<String> lines) {
        List<Rename> renames = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = RENAME_PATTERN.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(line);
            }
            String table = matcher.group(1);
            renames.add(
                    table == null
                            ? new Rename.ObjectRename(new ObjectName("shop", matcher.group(3)), matcher.group(2))
                            : new Rename.ColumnRename(
                                    new ObjectName("shop", table), matcher.group(2), matcher.group(3)));
        }
        return new Renames(renames);
    }

    public Plan plan() {
        return new Planner(ENGINE, SESSION).plan(before, after, renames);
    }

    List<String> statements() {
        return plan().steps().stream().map(Step::text).toList();
    }

    /** Returns the steps, the objections and the hints of the plan. */
    String render() {
        Plan plan = plan();
        StringBuilder text = new StringBuilder();
        for (Step step : plan.steps()) {
            text.append(step.text()).append(";\n");
            text.append("  # changes ")
                    .append(step.touchedParts())
                    .append(step.isVisibleInShowCreate() ? "\n" : ", unseen\n");
            if (step.waitCondition() != WaitCondition.NOTHING) {
                text.append("  # waits for ").append(step.waitCondition()).append('\n');
            }
            step.lints()
                    .forEach(lint -> text.append("  # ")
                            .append(lint.rule() == null ? "LOSES_ACCESS" : lint.rule())
                            .append(": ")
                            .append(lint.message())
                            .append('\n'));
            step.reversalStatements()
                    .forEach(reversal -> text.append("  # back: ")
                            .append(Sql.render(reversal).replace("\n", " "))
                            .append('\n'));
        }
        plan.findObjections(AllowedChanges.NONE)
                .forEach(objection -> text.append("# ")
                        .append(objection.kind())
                        .append(' ')
                        .append(objection)
                        .append('\n'));
        plan.hints().forEach(hint -> text.append("# ").append(hint).append('\n'));
        return text.toString();
    }

    static String usersTable(String name, String type) {
        return "CREATE TABLE " + name + " (id BIGINT NOT NULL, region " + type + ") PRIMARY KEY (id)"
                + " DISTRIBUTED BY HASH (id) BUCKETS 1;";
    }
}
