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
import dev.cairn.plan.step.PlanHint;
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
 * Reports differences between the migrations and the records. Either the records have changed since the last recording or,
 * if they still match its hash, the migrations have.
 */
final class UnrecordedChanges {
    /** The longest plan that a message shows, in lines. */
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

    /** Reports a plan from the recorded to the declared state. */
    void report(Plan plan, Findings findings) {
        if (plan.isEmpty()) {
            return;
        }
        Optional<Migration> mismatch =
                chain.last().filter(migration -> migration.records().equals(schema.records()));
        if (mismatch.isPresent()) {
            String name = mismatch.get().name();
            findings.addWith(lines(plan), FindingCode.MIGRATION_MISMATCH, place(name), root.name(), name);
        } else if (!isAllowed()) {
            findings.addWith(lines(plan), FindingCode.PENDING, root.place(), summary());
        }
    }

    /** Reports a schema without migrations, all of which is pending. */
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
                .filter(declaration -> declaration.migration().name().equals(migration))
                .map(declaration -> declaration.place(Attribute.UPGRADE, 0))
                .findFirst()
                .orElseThrow();
    }

    private String summary() {
        return chain.last()
                .map(migration ->
                        "The records of '" + root.name() + "' differ from its migrations up to " + migration.name())
                .orElse("No migration of '" + root.name() + "' has been recorded yet");
    }

    private static String lines(Plan plan) {
        StringBuilder lines = new StringBuilder();
        for (Objection objection : plan.objections(AllowedChanges.NONE)) {
            lines.append(needed(objection.kind())).append(objection).append('\n');
        }
        for (String column : plan.unfilled()) {
            lines.append("needs --fill ").append(column).append("=…: the column is NOT NULL and has no default\n");
        }
        for (PlanHint hint : plan.hints()) {
            lines.append("hint: ").append(hint).append('\n');
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
        int remaining = steps.size() - add(steps, sql);
        return remaining == 0
                ? sql.toString()
                : sql + "-- and " + remaining + (remaining == 1 ? " more statement\n" : " more statements\n");
    }

    /** The first statements of a plan that creates a part of the objects. */
    private String begun(Plan plan) {
        StringBuilder sql = new StringBuilder();
        add(plan.steps(), sql);
        return sql + "-- and the statements for the rest of the " + schema.objects() + " objects";
    }

    /** Adds the first statements, and returns their number. */
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
     * The plan for the first tables of a large schema. To plan the whole schema in each compile until the first migration is recorded
     * would cost as much as to check it.
     */
    private record PlanPreview(DeclaredSchema schema, Chain chain) {
        /** More tables than a message shows: the shortest CREATE TABLE has three lines. */
        private static final int TABLES = 20;

        /** Empty if the schema is small, or if its first tables refer to later ones, so that all of it must be planned. */
        Optional<Plan> plan() {
            return schema.objects() <= TABLES ? Optional.empty() : plan(LONGEST).or(() -> plan(Integer.MAX_VALUE));
        }

        private Optional<Plan> plan(int lines) {
            Plan plan = schema.planTo(first(lines), chain);
            return plan.isEmpty() || !plan.impossible().isEmpty() ? Optional.empty() : Optional.of(plan);
        }

        /** The first tables, until they have more columns than there are lines, but at most {@link #TABLES}. */
        private Catalog first(int lines) {
            Catalog catalog = chain.head();
            int remaining = TABLES;
            int columns = 0;
            for (Map.Entry<String, Database> entry : schema.catalog().databases()) {
                Database database = catalog.database(entry.getKey()).orElseGet(() -> Database.of(entry.getKey()));
                Iterator<Table> tables = entry.getValue().tables().values().iterator();
                for (; remaining > 0 && columns <= lines && tables.hasNext(); remaining--) {
                    Table table = tables.next();
                    columns += table.columns().size();
                    database = database.with(table);
                }
                catalog = catalog.with(database);
            }
            return catalog;
        }
    }
}
