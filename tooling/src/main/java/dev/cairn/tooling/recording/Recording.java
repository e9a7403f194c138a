package dev.cairn.tooling.recording;

import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationName;
import dev.cairn.migration.MigrationSource;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Root;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.recording.CheckpointDraft.CheckpointFile;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records and rebases migrations.
 *
 * <pre>{@code
 * Recording recording = Recording.of(project, "");
 * recording.record("add discount", RecordingOptions.NONE);  // the file, or nothing if there are no changes
 * recording.rebase("V0003AddNote");
 * }</pre>
 *
 * If anything fails, a {@link RecordingException} is thrown, and nothing was written.
 */
public final class Recording {
    private final Project project;
    private final RecordedTargets targets;
    private final RecordedSchema recorded;
    private final List<String> errors;
    private final TouchedQueries queries;

    private Recording(Project project, RecordedTargets targets, SchemaCompile compile) {
        this.project = project;
        this.targets = targets;
        this.recorded = targets.first();
        this.errors = compile.lines();
        this.queries = new TouchedQueries(recorded, compile.queries());
    }

    /**
     * Reads the project. Errors elsewhere in the sources do not matter, but the declarations of the schema must be free of errors of
     * javac.
     *
     * @param schema the name of the schema or of its root; empty if there is only one
     */
    public static Recording of(Project project, String schema) {
        SchemaCompile compile = SchemaCompile.of(project);
        List<RecordedTargets> candidates = compile.schemas().stream()
                .filter(candidate -> schema.isEmpty() || isNamed(candidate.root(), schema))
                .toList();
        if (candidates.size() == 1) {
            DeclarationErrors.of(compile, candidates.get(0).root()).requireNone();
            return new Recording(project, candidates.get(0), compile);
        }
        if (!compile.errors().isEmpty() && candidates.isEmpty()) {
            DeclarationErrors.of(compile).requireNone();
            throw wrong(compile.lines());
        }
        String names = compile.schemas().stream()
                .map(candidate -> candidate.root().name())
                .collect(Collectors.joining(", "));
        throw new RecordingException(
                Reason.USAGE,
                compile.schemas().isEmpty()
                        ? "No type in the sources has @Schema. Add it to the root of the schema, an interface that"
                                + " lists the records."
                        : schema.isEmpty()
                                ? "There is more than one schema: choose one of " + names + "."
                                : "There is no schema '" + schema + "', only " + names + ".");
    }

    private static boolean isNamed(Root root, String name) {
        return root.name().equals(name)
                || root.type().qualified().equals(name)
                || root.type().simple().equals(name);
    }

    /** The changes that are not recorded yet; empty if the migrations lead to the records. */
    public Optional<Plan> pending() {
        return Optional.of(merge().plans(plans())).filter(plan -> !plan.isEmpty());
    }

    private TargetMerge merge() {
        return TargetMerge.of(targets);
    }

    /** The objects and columns that a plan changes, each with the checked queries that it concerns: {@code orders.city: Sales.ids}. */
    public List<String> touchedQueries(Plan plan) {
        return queries.lines(plan);
    }

    /** Records all changes as a migration; empty if nothing has changed. */
    public Optional<RecordedFile> record(String message, RecordingOptions agreement) {
        List<Plan> unfilled = plans();
        if (unfilled.stream().allMatch(Plan::isEmpty)) {
            return Optional.empty();
        }
        List<MigrationDraft> drafts = drafts(unfilled, agreement);
        Plan plan = merge().plans(drafts.stream().map(MigrationDraft::plan).toList());
        List<Objection> objections = plan.objections(new AllowedChanges(agreement.destructive(), agreement.rebuild()));
        if (!objections.isEmpty() || !plan.unfilled().isEmpty()) {
            throw refused(objections, plan);
        }
        String name = name(message);
        List<MigrationDraft.Written> written =
                drafts.stream().map(draft -> draft.named(name)).toList();
        requireUse(drafts, unfilled, written);
        Migration migration = merged(written);
        Set<String> problems = new LinkedHashSet<>();
        drafts.forEach(draft -> draft.problems(migration).forEach(problem -> problems.add(problem.message())));
        if (!problems.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    "The changes can't be recorded as one migration:\n" + MigrationDraft.lines(List.copyOf(problems)));
        }
        List<String> notes = written.stream()
                .flatMap(target -> target.notes().stream())
                .distinct()
                .toList();
        return Optional.of(write(migration, message, plan.hints(), notes, queries.lines(plan)));
    }

    private List<MigrationDraft> drafts(List<Plan> unfilled, RecordingOptions agreement) {
        List<List<Fill>> fills = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < unfilled.size(); i++) {
            RecordedSchema target = targets.schemas().get(i);
            fills.add(fills(target, agreement));
            plans.add(
                    fills.get(i).isEmpty()
                            ? unfilled.get(i)
                            : target.schema()
                                    .planFrom(target.chain(), fills.get(i))
                                    .orElse(unfilled.get(i)));
        }
        List<Plan> shared = shared(plans);
        List<MigrationDraft> drafts = new ArrayList<>();
        for (int i = 0; i < shared.size(); i++) {
            drafts.add(new MigrationDraft(targets.schemas().get(i), shared.get(i), agreement, fills.get(i)));
        }
        return drafts;
    }

    private List<Plan> shared(List<Plan> plans) {
        return merge().shared(
                        plans, target -> targets.schemas().get(target).chain().head());
    }

    /** One migration for all targets. If there is no downgrade for one of them, there is none for any. */
    private Migration merged(List<MigrationDraft.Written> written) {
        List<Migration> drafts =
                written.stream().map(MigrationDraft.Written::migration).toList();
        Migration first = drafts.get(0);
        if (drafts.size() == 1) {
            return first;
        }
        boolean reversible = drafts.stream()
                .noneMatch(draft -> draft.downgrade().isEmpty()
                        && !draft.upgrade().isEmpty()
                        && !draft.irreversible().isEmpty());
        return new Migration(
                first.name(),
                first.number(),
                first.after(),
                merge().texts(
                                drafts.stream().map(Migration::upgrade).toList(),
                                targets.schemas().stream()
                                        .map(target -> target.chain().head())
                                        .toList()),
                reversible
                        ? merge().texts(
                                        drafts.stream()
                                                .map(Migration::downgrade)
                                                .toList(),
                                        targets.schemas().stream()
                                                .map(target -> target.schema().after(target.chain()))
                                                .toList())
                        : List.of(),
                drafts.stream()
                        .map(Migration::irreversible)
                        .filter(why -> !why.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; ")),
                first.session(),
                first.records(),
                first.checkpoint());
    }

    private static List<Fill> fills(RecordedSchema target, RecordingOptions agreement) {
        try {
            return target.schema().fills(target.chain(), agreement.fills());
        } catch (IllegalArgumentException wrong) {
            throw new RecordingException(Reason.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Each value must occur in a statement for a target: otherwise it was given for a column that needs none. */
    private static void requireUse(
            List<MigrationDraft> drafts, List<Plan> unfilled, List<MigrationDraft.Written> written) {
        List<Fill> fills = drafts.get(0).fills();
        for (int i = 0; i < fills.size(); i++) {
            Fill fill = fills.get(i);
            boolean used = false;
            for (int target = 0; target < drafts.size(); target++) {
                String value = Sql.render(drafts.get(target).fills().get(i).value());
                used |= isUsed(value, unfilled.get(target), written.get(target).migration());
            }
            if (!used) {
                throw new RecordingException(
                        Reason.USAGE,
                        "--fill has no effect on " + fill.table().name() + "." + fill.column()
                                + ": only a rebuild fills columns, and only those that are NOT NULL without a default"
                                + " or become NOT NULL. Remove the option.");
            }
        }
    }

    private static boolean isUsed(String value, Plan unfilled, Migration migration) {
        List<String> without = unfilled.steps().stream().map(Step::text).toList();
        return migration.downgrade().stream().anyMatch(text -> text.contains(value))
                || migration.upgrade().stream().anyMatch(text -> text.contains(value) && !without.contains(text));
    }

    /** Records a migration without statements, to be written by hand. */
    public RecordedFile recordEmpty(String message) {
        requireChain();
        Chain chain = recorded.chain();
        Migration empty =
                new Migration(name(message), chain.nextNumber(), chain.headHash(), List.of(), List.of(), "", List.of());
        return write(
                targets.isCurrent() ? empty.recordedFor(recorded.schema().records()) : empty,
                message,
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Writes a checkpoint, which replaces the migrations up to one of them. Before anything is written, it is verified that the
     * checkpoint leads to the same schema as they do.
     *
     * @param version the last migration to replace, by its number or name; empty for the last one
     */
    public CheckpointFile checkpoint(String version, CheckpointOptions options) {
        if (!recorded.complete()) {
            throw wrong(errors);
        }
        requireChain();
        CheckpointDraft draft = CheckpointDraft.of(targets, replacedUpTo(version), options);
        CheckpointDraft.Drafted drafted = draft.drafted();
        Migration checkpoint = drafted.migration();
        ReplacedFiles files = ReplacedFiles.of(project, recorded.schema().root(), draft.replaced(), options);
        List<Path> moved = files.archive();
        Migration last = draft.replaced().get(draft.replaced().size() - 1);
        RecordedFile written =
                write(checkpoint, "Replaces the migrations up to " + last.name(), List.of(), List.of(), List.of());
        files.delete();
        return new CheckpointFile(
                written.file(), checkpoint, draft.replaced(), moved, drafted.kept(), drafted.omitted());
    }

    /** Returns the number of the last migration to replace. */
    private int replacedUpTo(String version) {
        List<Migration> migrations = recorded.chain().migrations();
        Migration found = migrations.stream()
                .filter(migration -> version.equals(migration.name())
                        || version.equals(String.valueOf(migration.number()))
                        || version.equals(MigrationName.prefix(migration.number())))
                .findFirst()
                .or(() -> version.isEmpty() ? recorded.chain().last() : Optional.empty())
                .orElseThrow(() -> new RecordingException(
                        Reason.USAGE,
                        migrations.isEmpty()
                                ? "There are no migrations to replace."
                                : "There is no migration '" + version + "': the first is "
                                        + migrations.get(0).name() + ", and the last "
                                        + migrations.get(migrations.size() - 1).name() + "."));
        if (found.equals(migrations.get(0))) {
            throw new RecordingException(
                    Reason.USAGE,
                    "A checkpoint at " + found.name() + " would replace nothing: it is the first migration.");
        }
        return found.number();
    }

    /** Moves a migration, and those that were recorded after it, to the end. */
    public RebasedFiles rebase(String name) {
        if (!recorded.complete()) {
            throw wrong(errors);
        }
        return new MigrationFileRebase(project, targets).rebase(name);
    }

    /** The plans for the targets, in their order. */
    private List<Plan> plans() {
        requireChain();
        List<Plan> plans = new ArrayList<>();
        for (RecordedSchema target : targets.schemas()) {
            plans.add(target.pending().orElseThrow(() -> wrong(errors)));
        }
        List<JavaName> unread = recorded.schema().unread();
        if (plans.stream().allMatch(Plan::isEmpty) && !unread.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    "Everything else is recorded, but Cairn can't read the query of "
                            + unread.stream().map(JavaName::qualified).collect(Collectors.joining(", "))
                            + ". Such queries can be recorded for views only: rewrite the query, or remove it from the"
                            + " schema.");
        }
        return shared(plans);
    }

    private void requireChain() {
        for (RecordedSchema target : targets.schemas()) {
            if (!target.chain().isSound()) {
                throw wrong(
                        errors.isEmpty()
                                ? target.chain().problems().stream()
                                        .map(ChainProblem::message)
                                        .toList()
                                : errors);
            }
        }
    }

    private static RecordingException wrong(List<String> errors) {
        return new RecordingException(
                Reason.SOURCES,
                "The sources have errors that must be fixed first:\n" + String.join("\n", new LinkedHashSet<>(errors))
                        + DeclarationErrors.remedyOfMissingTypes(errors));
    }

    private static RecordingException refused(List<Objection> objections, Plan plan) {
        StringBuilder message = new StringBuilder("Nothing was written:");
        for (Objection objection : objections) {
            message.append("\n  ")
                    .append(objection)
                    .append(" (")
                    .append(needed(objection.kind()))
                    .append(')');
        }
        for (String column : plan.unfilled()) {
            message.append("\n  ")
                    .append(column)
                    .append(": it is NOT NULL and has no default, so existing rows need a value (--fill ")
                    .append(column)
                    .append("=EXPRESSION, computed from existing columns)");
        }
        plan.hints().forEach(hint -> message.append("\n  hint: ").append(hint));
        boolean impossible = objections.stream().anyMatch(objection -> objection.kind() == Objection.Kind.IMPOSSIBLE);
        return new RecordingException(impossible ? Reason.IMPOSSIBLE : Reason.CONSENT, message.toString());
    }

    private static String needed(Objection.Kind kind) {
        return switch (kind) {
            case DESTRUCTIVE -> "needs --destructive";
            case REBUILD -> "StarRocks can't alter it; --rebuild creates it again and copies its rows";
            case IMPOSSIBLE -> "not possible";
        };
    }

    private String name(String message) {
        String name = MigrationName.of(recorded.chain().nextNumber(), message);
        if (name.isEmpty()) {
            throw new RecordingException(
                    Reason.USAGE,
                    "'" + message
                            + "' contains no letters or digits for the name of the migration. Example: add discount");
        }
        return name;
    }

    private RecordedFile write(
            Migration migration, String message, List<PlanHint> hints, List<String> notes, List<String> touched) {
        Root root = recorded.schema().root();
        requireVisible(root);
        JavaName type = new JavaName(root.migrations(), List.of(migration.name()));
        Path file = new MigrationFiles(project.sources()).beside(root.type(), type);
        MigrationFiles.create(
                file,
                new MigrationSource(
                                root.migrations(),
                                root.type().inPackage(),
                                String.join(".", root.type().simpleNames()),
                                message,
                                migration)
                        .text());
        return new RecordedFile(file, migration, hints, notes, touched);
    }

    /** The root must be accessible to the migration, which names it. */
    private static void requireVisible(Root root) {
        String inPackage = root.type().inPackage();
        if (root.migrations().equals(inPackage)) {
            return;
        }
        if (inPackage.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.type().qualified() + " is in the unnamed package, so migrations in " + root.migrations()
                            + " can't refer to it. Move it into a package, or remove migrations from @Schema.");
        }
        if (!root.exported()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.type().qualified() + " is not public, or is nested in a type that is not, so migrations in "
                            + root.migrations()
                            + " can't refer to it. Make it public, or keep the migrations in its package:"
                            + " @Schema(migrations = \"" + inPackage + "\").");
        }
    }
}
