package dev.cairn.processor.check;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.UnknownName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.Excerpt;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The recorded migrations of a schema on one of its targets, and the changes that are not recorded yet.
 *
 * @param migrations all that could be read, in the order of their names
 * @param repeatables the repeatable migrations
 * @param complete whether all could be read
 * @param known whether the recorded state and the declared one are both free of errors
 * @param planned the plan from the one to the other, if both are known and there are migrations; the first migration of a
 *     schema is planned only when it is recorded, because that costs as much as the check
 */
public record RecordedSchema(
        DeclaredSchema schema,
        List<MigrationDeclaration> migrations,
        List<MigrationDeclaration> repeatables,
        boolean complete,
        Chain chain,
        boolean known,
        Optional<Plan> planned) {
    public RecordedSchema {
        migrations = List.copyOf(migrations);
        repeatables = List.copyOf(repeatables);
    }

    /**
     * Verifies the chain, and compares its result with the declared state.
     *
     * @param all the recorded and the repeatable migrations
     * @param complete whether these are all migrations
     * @param clean whether the declarations have no errors
     * @param requested whether to report a schema that has pending changes and no migrations
     */
    static RecordedSchema of(
            DeclaredSchema schema,
            List<MigrationDeclaration> all,
            boolean complete,
            boolean clean,
            boolean requested,
            Findings findings) {
        List<MigrationDeclaration> migrations =
                all.stream().filter(migration -> !migration.isRepeatable()).toList();
        List<MigrationDeclaration> repeatables =
                all.stream().filter(MigrationDeclaration::isRepeatable).toList();
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), schema.empty());
        Chain chain = Chain.of(
                migrations.stream().map(MigrationDeclaration::migration).toList(), fold);
        if (complete) {
            ChainFindings chainFindings = new ChainFindings(schema.root(), all, findings);
            chainFindings.addOf(chain);
            if (chain.isSound()) {
                checkRepeatables(schema, repeatables, chain.head(), chainFindings, findings);
            }
            if (chain.isSound() && !chain.migrations().isEmpty()) {
                new RecordedRenames(schema, chain).check(findings);
            }
        }
        boolean known = complete && clean && !findings.anyError() && schema.isComparable(chain);
        RecordedSchema recorded =
                new RecordedSchema(schema, migrations, repeatables, complete, chain, known, plan(known, schema, chain));
        recorded.report(requested, findings);
        return recorded;
    }

    /** Each of them runs at the end of the migrations, and leaves the definitions of objects as they are. */
    private static void checkRepeatables(
            DeclaredSchema schema,
            List<MigrationDeclaration> repeatables,
            Catalog head,
            ChainFindings chainFindings,
            Findings findings) {
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), head);
        for (MigrationDeclaration repeatable : repeatables) {
            List<String> statements = repeatable.migration().upgrade();
            for (int i = 0; i < statements.size(); i++) {
                if (definesObject(statements.get(i))) {
                    findings.add(
                            FindingCode.REPEATABLE_DEFINITION,
                            repeatable.place(Attribute.UPGRADE, i),
                            repeatable.migration().name());
                    return;
                }
            }
            chainFindings.addOf(Chain.ofRepeatable(repeatable.migration(), fold));
        }
    }

    /** Whether a statement creates, changes or drops a table or a view. Others are not interpreted. */
    private static boolean definesObject(String text) {
        try {
            Statement statement = Action.parse(text).statement();
            return statement != null
                    && !(statement instanceof Statement.Opaque)
                    && !(statement instanceof Statement.TruncateTable)
                    && statement.changedObject().isPresent();
        } catch (SqlSyntaxException reportedByTheChain) {
            return false;
        }
    }

    private static Optional<Plan> plan(boolean known, DeclaredSchema schema, Chain chain) {
        return known && !chain.migrations().isEmpty() ? schema.planFrom(chain) : Optional.empty();
    }

    private void report(boolean requested, Findings findings) {
        UnrecordedChanges unrecorded = new UnrecordedChanges(schema, migrations, chain);
        planned.ifPresent(plan -> unrecorded.report(plan, findings));
        if (requested && known && planned.isEmpty()) {
            unrecorded.reportAll(findings);
        }
    }

    /** The plan from the recorded state to the declared one; empty if either of them has errors. */
    public Optional<Plan> pending() {
        return known ? planned.or(() -> schema.planFrom(chain)) : Optional.empty();
    }

    /** Whether the migrations are known to lead to the declared schema. */
    public boolean isCurrent() {
        boolean complete = planned.map(Plan::isEmpty).orElse(known && !schema.declaresAnything());
        return complete && schema.unread().isEmpty();
    }

    /**
     * The history that the generated class of the schema contains.
     *
     * @param current whether the migrations lead to the declared schema
     */
    MigrationHistory history(boolean current) {
        Map<String, JavaName> classes = new HashMap<>();
        migrations.forEach(migration -> classes.put(migration.migration().name(), migration.descriptor()));
        List<JavaName> inOrder = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(classes.get(name)).orElseThrow())
                .toList();
        return new MigrationHistory(
                inOrder,
                repeatables.stream().map(MigrationDeclaration::descriptor).toList(),
                current ? schema.hash() : "");
    }

    /** Reports the problems of a migration chain at the attributes that cause them. */
    private static final class ChainFindings {
        private final Root root;
        private final Findings findings;
        private final Map<String, MigrationDeclaration> byName = new HashMap<>();

        ChainFindings(Root root, List<MigrationDeclaration> migrations, Findings findings) {
            this.root = root;
            this.findings = findings;
            migrations.forEach(migration -> byName.put(migration.migration().name(), migration));
        }

        /** Reports the problems of a chain, and its warnings unless the root allows them. */
        void addOf(Chain chain) {
            chain.problems().forEach(this::add);
            if (root.allowed().stream().noneMatch(allowed -> allowed.tag().equals(FindingCode.EVERY_ROW.tag()))) {
                chain.warnings().forEach(this::add);
            }
        }

        private void add(ChainProblem problem) {
            MigrationDeclaration migration = Objects.requireNonNull(byName.get(problem.migration()));
            Place place = migration.place(problem.attribute(), problem.index());
            FindingCode code = code(problem.kind());
            Span at = problem.at();
            if (at == null) {
                findings.add(code, place, words(problem));
                return;
            }
            String where = where(migration, problem, at);
            if (code == FindingCode.MIGRATION_REFUSED) {
                findings.addWith(where, code, place, root.profile().version(), words(problem));
            } else {
                findings.addWith(where, code, place, words(problem));
            }
        }

        /** The position in words, for findings about compiled migrations: these are reported at the root. */
        private static String where(MigrationDeclaration migration, ChainProblem problem, Span at) {
            String text = texts(migration, problem).get(problem.index());
            String attribute = migration.isRepeatable()
                    ? "statements"
                    : problem.attribute().name().toLowerCase(Locale.ROOT);
            return "at line " + at.line() + ", column " + at.column() + " of statement " + (problem.index() + 1)
                    + " of the " + attribute + " of " + problem.migration() + ":\n" + Excerpt.of(text, at);
        }

        private static List<String> texts(MigrationDeclaration migration, ChainProblem problem) {
            return problem.attribute() == Attribute.DOWNGRADE
                    ? migration.migration().downgrade()
                    : migration.migration().upgrade();
        }

        private static String words(ChainProblem problem) {
            String words = problem.words() + suggestion(problem.unknownName()) + unknownFunction(problem);
            return words.isEmpty() || problem.at() != null
                    ? words
                    : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }

        private static String suggestion(@Nullable UnknownName unknownName) {
            if (unknownName == null) {
                return "";
            }
            return Suggestion.nearest(unknownName.written(), new TreeSet<>(unknownName.known()))
                    .map(name -> " (did you mean '" + name + "'?)")
                    .orElse("");
        }

        private static String unknownFunction(ChainProblem problem) {
            UnknownFunction unknown = problem.function();
            return unknown == null ? "" : "; " + unknown.remedy();
        }

        private static FindingCode code(ChainProblem.Kind kind) {
            return switch (kind) {
                case GAP -> FindingCode.MIGRATION_GAP;
                case DUPLICATE -> FindingCode.MIGRATION_DUPLICATE;
                case FORK -> FindingCode.MIGRATION_FORK;
                case EDITED -> FindingCode.MIGRATION_EDITED;
                case CHECKPOINT -> FindingCode.MIGRATION_CHECKPOINT;
                case REPLACED -> FindingCode.MIGRATION_REPLACED;
                case NUMBER -> FindingCode.MIGRATION_NUMBER;
                case TOO_LONG -> FindingCode.MIGRATION_TOO_LONG;
                case SYNTAX -> FindingCode.MIGRATION_SYNTAX;
                case REFUSED -> FindingCode.MIGRATION_REFUSED;
                case EVERY_ROW -> FindingCode.EVERY_ROW;
                case NOT_BACK -> FindingCode.MIGRATION_BACK;
                case SERVERS -> FindingCode.MIGRATION_SERVERS;
                case SETTING -> FindingCode.MIGRATION_SETTING;
            };
        }
    }

    /**
     * Reports differences between the migrations and the records. Either the records have changed since the last recording or,
     * if they still match its hash, the migrations have.
     */
    private static final class UnrecordedChanges {
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
            for (RenameHint hint : plan.hints()) {
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
                return schema.objects() <= TABLES
                        ? Optional.empty()
                        : plan(LONGEST).or(() -> plan(Integer.MAX_VALUE));
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
}
