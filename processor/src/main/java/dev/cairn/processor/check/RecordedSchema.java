package dev.cairn.processor.check;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.UnknownName;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Excerpt;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The recorded migrations of a schema, and the changes that are not recorded yet.
 *
 * @param migrations all that could be read, in the order of their names
 * @param complete whether all could be read
 * @param known whether the recorded state and the declared one are known, with nothing wrong
 * @param planned what leads from the one to the other, where both are known and something was recorded: to plan all that a
 *     schema begins with would cost as much as to check it, and nobody asks but who records it
 */
public record RecordedSchema(
        DeclaredSchema schema,
        List<MigrationDeclaration> migrations,
        boolean complete,
        Chain chain,
        boolean known,
        Optional<Plan> planned) {
    public RecordedSchema {
        migrations = List.copyOf(migrations);
    }

    /**
     * Verifies the chain and compares; adds what is found.
     *
     * @param complete whether these are all migrations that there are
     * @param asked whether anybody wants to hear what is pending
     */
    public static RecordedSchema of(
            DeclaredSchema schema,
            List<MigrationDeclaration> migrations,
            boolean complete,
            boolean asked,
            Findings findings) {
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), schema.empty());
        Chain chain = Chain.of(
                migrations.stream().map(MigrationDeclaration::migration).toList(), fold);
        if (complete) {
            ChainFindings chainFindings = new ChainFindings(schema.root(), migrations, findings);
            chainFindings.add(chain.problems());
            if (schema.root().allowed().stream()
                    .noneMatch(allowed -> allowed.tag().equals(FindingCode.EVERY_ROW.tag()))) {
                chainFindings.add(chain.warnings());
            }
            if (chain.isSound() && !chain.migrations().isEmpty()) {
                new RecordedRenames(schema, chain).check(findings);
            }
        }
        boolean known = complete && !findings.anyError() && schema.isComparable(chain);
        RecordedSchema recorded =
                new RecordedSchema(schema, migrations, complete, chain, known, plan(known, schema, chain));
        recorded.report(asked, findings);
        return recorded;
    }

    private static Optional<Plan> plan(boolean known, DeclaredSchema schema, Chain chain) {
        return known && !chain.migrations().isEmpty() ? schema.planFrom(chain) : Optional.empty();
    }

    private void report(boolean asked, Findings findings) {
        UnrecordedChanges unrecorded = new UnrecordedChanges(schema, migrations, chain);
        planned.ifPresent(plan -> unrecorded.report(plan, findings));
        if (asked && known && planned.isEmpty()) {
            unrecorded.reportAll(findings);
        }
    }

    /**
     * What leads from the recorded state to the declared one; empty where either is not known, since something is wrong with
     * it.
     */
    public Optional<Plan> pending() {
        return known ? planned.or(() -> schema.planFrom(chain)) : Optional.empty();
    }

    /** Whether the migrations are known to lead to the declared schema. */
    public boolean isCurrent() {
        boolean complete = planned.map(Plan::isEmpty).orElse(known && !schema.declaresAnything());
        return complete && schema.unread().isEmpty();
    }

    /** The history that the generated class of the schema contains. */
    public MigrationHistory history() {
        Map<String, JavaName> classes = new HashMap<>();
        migrations.forEach(migration -> classes.put(migration.migration().name(), migration.descriptor()));
        List<JavaName> inOrder = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(classes.get(name)).orElseThrow())
                .toList();
        return new MigrationHistory(inOrder, isCurrent() ? schema.hash() : "");
    }

    /**
     * An old name that a recorded migration has already turned into the new one has no effect any more. Nothing is said of it
     * while that migration is the last one, so that what was recorded a moment ago compiles without a warning.
     */
    private static final class RecordedRenames {
        private final DeclaredSchema schema;
        private final Chain chain;

        RecordedRenames(DeclaredSchema schema, Chain chain) {
            this.schema = schema;
            this.chain = chain;
        }

        void check(Findings findings) {
            for (Member member : schema.root().members()) {
                Declaration declaration = member.declaration();
                if (declaration.source()) {
                    Findings memberFindings = new Findings();
                    check(declaration, memberFindings);
                    WarningSuppression.keep(
                            memberFindings, declaration, schema.root().allowed(), findings);
                }
            }
        }

        private void check(Declaration declaration, Findings memberFindings) {
            ObjectName object = ObjectName.of(declaration.name(), schema.session());
            Catalog recorded = chain.head();
            Optional<Database> database = recorded.database(object.database());
            OldName before = declaration.renamedFrom();
            if (before != null
                    && database.filter(objects -> objects.holds(object.name()) && !objects.holds(before.name()))
                            .isPresent()) {
                add(before, object.name(), memberFindings);
            }
            recorded.table(object.database(), object.name()).ifPresent(table -> {
                for (DeclaredColumn column : declaration.columns()) {
                    OldName old = column.renamedFrom();
                    if (old != null
                            && table.column(column.name()).isPresent()
                            && table.column(old.name()).isEmpty()) {
                        add(old, column.name(), memberFindings);
                    }
                }
            });
        }

        private void add(OldName before, String name, Findings memberFindings) {
            Migration last = chain.migrations().get(chain.migrations().size() - 1);
            if (last.upgrade().stream().noneMatch(statement -> statement.contains(before.name()))) {
                memberFindings.add(FindingCode.RENAMED_FROM_RECORDED, before.place(), name, before.name());
            }
        }
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

        void add(List<ChainProblem> problems) {
            problems.forEach(this::add);
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
            String attribute = problem.attribute().name().toLowerCase(Locale.ROOT);
            return "at line " + at.line() + ", column " + at.column() + " of statement " + (problem.index() + 1)
                    + " of the " + attribute + " of " + problem.migration() + ":\n" + Excerpt.of(text, at);
        }

        private static List<String> texts(MigrationDeclaration migration, ChainProblem problem) {
            return problem.attribute() == Attribute.DOWNGRADE
                    ? migration.migration().downgrade()
                    : migration.migration().upgrade();
        }

        private static String words(ChainProblem problem) {
            String words = problem.words() + suggestion(problem.meant()) + unknownFunction(problem);
            return words.isEmpty() || problem.at() != null
                    ? words
                    : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }

        private static String suggestion(@Nullable UnknownName meant) {
            if (meant == null) {
                return "";
            }
            return Suggestion.nearest(meant.written(), new TreeSet<>(meant.known()))
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
                case NUMBER -> FindingCode.MIGRATION_NUMBER;
                case TOO_LONG -> FindingCode.MIGRATION_TOO_LONG;
                case SYNTAX -> FindingCode.MIGRATION_SYNTAX;
                case REFUSED -> FindingCode.MIGRATION_REFUSED;
                case EVERY_ROW -> FindingCode.EVERY_ROW;
                case NOT_BACK -> FindingCode.MIGRATION_BACK;
                case SETTING -> FindingCode.MIGRATION_SETTING;
            };
        }
    }
}
