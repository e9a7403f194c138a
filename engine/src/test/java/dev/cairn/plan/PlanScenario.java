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

/** Two schemas, what is declared to be renamed between them, and the plan as a person would like to read it. */
public record PlanScenario(Catalog before, Catalog after, Renames renames) {
    private static final Pattern RENAME = Pattern.compile("(?:(\\w+)\\.)?(\\w+) (\\w+)");

    public static final Session SESSION = new Session("shop");
    public static final Engine ENGINE =
            new Engine(ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true));

    public static PlanScenario of(String before, String after, String... renames) {
        return new PlanScenario(createCatalog(before), createCatalog(after), parseRenames(List.of(renames)));
    }

    /** Sections that begin with {@code -- from}, {@code -- to} and perhaps {@code -- renames}. */
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
        StatementResult current =
                new StatementResult(Catalog.EMPTY.withDatabase(Database.of("shop")), SESSION, ChangeCost.IMMEDIATE);
        for (Statement statement : Sql.parseScript(script)) {
            current = ENGINE.apply(current.catalog(), current.session(), statement);
        }
        return current.catalog();
    }

    /** {@code old new} of an object, {@code table.old new} of a column. */
    private static Renames parseRenames(List<String> lines) {
        List<Rename> renames = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            Matcher names = RENAME.matcher(line);
            if (!names.matches()) {
                throw new IllegalArgumentException(line);
            }
            String table = names.group(1);
            renames.add(
                    table == null
                            ? new Rename.ObjectRename(new ObjectName("shop", names.group(3)), names.group(2))
                            : new Rename.ColumnRename(new ObjectName("shop", table), names.group(2), names.group(3)));
        }
        return new Renames(renames);
    }

    public Plan plan() {
        return new Planner(ENGINE, SESSION).plan(before, after, renames);
    }

    List<String> statements() {
        return plan().steps().stream().map(Step::text).toList();
    }

    /** All that is to be known of the plan. */
    String text() {
        Plan plan = plan();
        StringBuilder out = new StringBuilder();
        for (Step step : plan.steps()) {
            out.append(step.text()).append(";\n");
            out.append("  # changes ").append(step.touchedParts()).append(step.isVisible() ? "\n" : ", unseen\n");
            if (step.waitCondition() != WaitCondition.NOTHING) {
                out.append("  # waits for ").append(step.waitCondition()).append('\n');
            }
            step.lints()
                    .forEach(lint -> out.append("  # ")
                            .append(lint.rule() == null ? "LOSES_ACCESS" : lint.rule())
                            .append(": ")
                            .append(lint.message())
                            .append('\n'));
            step.reversalStatements()
                    .forEach(back -> out.append("  # back: ")
                            .append(Sql.render(back).replace("\n", " "))
                            .append('\n'));
        }
        plan.findObjections(AllowedChanges.NONE)
                .forEach(objection -> out.append("# ")
                        .append(objection.kind())
                        .append(' ')
                        .append(objection)
                        .append('\n'));
        plan.hints().forEach(hint -> out.append("# ").append(hint).append('\n'));
        return out.toString();
    }

    static String users(String name, String type) {
        return "CREATE TABLE " + name + " (id BIGINT NOT NULL, region " + type + ") PRIMARY KEY (id)"
                + " DISTRIBUTED BY HASH (id) BUCKETS 1;";
    }
}
