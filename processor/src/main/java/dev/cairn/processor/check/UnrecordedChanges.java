package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.Migration;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the migrations do not lead to what the records say. Either the records were changed, and nobody has recorded it yet;
 * or, if they still say what the last migration was recorded for, the migrations were.
 */
final class UnrecordedChanges {
    /** Who starts with a schema of hundreds of tables does not want to see them all in each compile. */
    private static final int LONGEST = 60;

    private final DeclaredSchema schema;
    private final Root root;
    private final List<MigrationDeclaration> declarations;
    private final Chain chain;

    UnrecordedChanges(DeclaredSchema schema, List<MigrationDeclaration> declarations, Chain chain) {
        this.schema = schema;
        this.root = schema.root();
        this.declarations = declarations;
        this.chain = chain;
    }

    /** The plan is what leads from the migrations to the records. */
    void report(Plan plan, Findings findings) {
        if (plan.isEmpty()) {
            return;
        }
        Optional<Migration> astray =
                chain.last().filter(migration -> migration.records().equals(schema.records()));
        if (astray.isPresent()) {
            String name = astray.get().name();
            findings.addWith(lines(plan), FindingCode.MIGRATION_ASTRAY, place(name), root.name(), name);
        } else if (!isAllowed()) {
            findings.addWith(lines(plan), FindingCode.PENDING, root.place(), summary());
        }
    }

    /** Where nothing was recorded, all is pending that is declared. */
    void reportAll(Findings findings) {
        if (!isAllowed() && schema.declaresAnything()) {
            String lines = new PlanPreview(schema, chain)
                    .plan()
                    .map(this::begun)
                    .orElseGet(() -> lines(schema.planTo(schema.catalog(), chain)));
            findings.addWith(lines, FindingCode.PENDING, root.place(), summary());
        }
    }

    private boolean isAllowed() {
        return root.allowed().stream().map(AllowedWarning::tag).anyMatch(FindingCode.PENDING.tag()::equals);
    }

    private Place place(String migration) {
        return declarations.stream()
                .filter(each -> each.migration().name().equals(migration))
                .map(each -> each.place(Attribute.UPGRADE, 0))
                .findFirst()
                .orElseThrow();
    }

    private String summary() {
        return chain.last()
                .map(migration ->
                        "The records of '" + root.name() + "' say more than its migrations up to " + migration.name())
                .orElse("No migration of '" + root.name() + "' was recorded yet");
    }

    private static String lines(Plan plan) {
        StringBuilder lines = new StringBuilder();
        for (Objection objection : plan.objections(AllowedChanges.NONE)) {
            lines.append(needed(objection.kind())).append(objection).append('\n');
        }
        for (String column : plan.unfilled()) {
            lines.append("needs --fill ").append(column).append("=…: it is NOT NULL and has no default\n");
        }
        for (RenameHint hint : plan.hints()) {
            lines.append("perhaps: ").append(hint).append('\n');
        }
        return lines.append(sql(plan.steps())).toString().stripTrailing();
    }

    private static String needed(Objection.Kind kind) {
        return switch (kind) {
            case DESTRUCTIVE -> "needs --destructive: ";
            case REBUILD -> "needs --rebuild: ";
            case IMPOSSIBLE -> "not possible: ";
        };
    }

    private static String sql(List<Step> steps) {
        StringBuilder sql = new StringBuilder();
        int left = steps.size() - add(steps, sql);
        return left == 0
                ? sql.toString()
                : sql + "-- and " + left + (left == 1 ? " statement" : " statements") + " more\n";
    }

    /** What a plan begins with that does not create all objects. */
    private String begun(Plan plan) {
        StringBuilder sql = new StringBuilder();
        add(plan.steps(), sql);
        return sql + "-- and what creates all other of the " + schema.objects() + " objects";
    }

    /** Adds the first statements; gives how many. */
    private static int add(List<Step> steps, StringBuilder sql) {
        int shown = 0;
        long lines = 0;
        for (Step step : steps) {
            String text = step.text() + ";\n";
            lines += text.lines().count();
            if (shown > 0 && lines > LONGEST) {
                break;
            }
            sql.append(text);
            shown++;
        }
        return shown;
    }

    /**
     * What a large schema begins with: its first tables. To plan all of it, only to show how it begins, would cost as much as to
     * check it, in each compile until the first migration is recorded.
     */
    private record PlanPreview(DeclaredSchema schema, Chain chain) {
        /** More than are shown: the shortest CREATE TABLE has three lines. */
        private static final int TABLES = 20;

        /** Empty where all can be planned as well, or must be, since a table refers to others that come later. */
        Optional<Plan> plan() {
            return schema.objects() <= TABLES
                    ? Optional.empty()
                    : Optional.of(schema.planTo(first(), chain))
                            .filter(plan -> !plan.isEmpty() && plan.impossible().isEmpty());
        }

        private Catalog first() {
            Catalog catalog = chain.head();
            int left = TABLES;
            for (Map.Entry<String, Database> entry : schema.catalog().databases()) {
                Database database = catalog.database(entry.getKey()).orElseGet(() -> Database.of(entry.getKey()));
                Iterator<Table> tables = entry.getValue().tables().values().iterator();
                for (; left > 0 && tables.hasNext(); left--) {
                    database = database.with(tables.next());
                }
                catalog = catalog.with(database);
            }
            return catalog;
        }
    }
}
