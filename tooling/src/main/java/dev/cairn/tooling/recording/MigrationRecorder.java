package dev.cairn.tooling.recording;

import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationNames;
import dev.cairn.migration.MigrationSource;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.effect.ChangeEffects;
import dev.cairn.tooling.recording.CheckpointDraft.CheckpointFile;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.release.ReleasedQueries;
import dev.cairn.tooling.release.ReleasedQueries.Release;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Records and rebases migrations.
 *
 * <pre>{@code
 * MigrationRecorder recorder = MigrationRecorder.open(project, "");
 * recorder.record("add discount", RecordingOptions.NONE);  // the file, or nothing if there are no changes
 * recorder.rebase("V0003AddNote");
 * }</pre>
 *
 * If anything fails, a {@link RecordingException} is thrown, and nothing was written.
 */
public final class MigrationRecorder {
    private final Project project;
    private final RecordedTargets targets;
    private final RecordedSchema recordedSchema;
    private final List<String> errorLines;
    private final ChangeReview review;
    private final OptionalInt lastAppliedNumber;

    private MigrationRecorder(
            Project project,
            RecordedTargets targets,
            List<String> errorLines,
            ChangeReview review,
            OptionalInt lastAppliedNumber) {
        this.project = project;
        this.targets = targets;
        this.recordedSchema = targets.firstSchema();
        this.errorLines = errorLines;
        this.review = review;
        this.lastAppliedNumber = lastAppliedNumber;
    }

    private static MigrationRecorder create(Project project, RecordedTargets targets, SchemaCompilation compilation) {
        ChangeReview review = new ChangeReview(
                targets.firstSchema(),
                compilation.schemas().stream()
                        .filter(schema ->
                                !schema.root().type().equals(targets.root().type()))
                        .map(schema -> schema.firstSchema().schema())
                        .toList(),
                compilation.queries());
        return new MigrationRecorder(project, targets, compilation.errorLines(), review, OptionalInt.empty());
    }

    /**
     * Reads the project. Errors elsewhere in the sources do not matter, but the declarations of the schema must be free
     * of errors of javac.
     *
     * @param schema the name of the schema or of its root; empty if there is only one
     */
    public static MigrationRecorder open(Project project, String schema) {
        SchemaCompilation compilation = SchemaCompilation.compile(project);
        List<RecordedTargets> candidates = compilation.schemas().stream()
                .filter(candidate -> schema.isEmpty() || isNamed(candidate.root(), schema))
                .toList();
        if (candidates.size() == 1) {
            DeclarationErrors.of(compilation, candidates.get(0).root()).requireNone();
            return create(project, candidates.get(0), compilation);
        }
        if (!compilation.errors().isEmpty() && candidates.isEmpty()) {
            DeclarationErrors.of(compilation).requireNone();
            throw createSourceErrorException(compilation.errorLines());
        }
        String names = compilation.schemas().stream()
                .map(candidate -> candidate.root().name())
                .collect(Collectors.joining(", "));
        throw new RecordingException(
                Reason.USAGE,
                compilation.schemas().isEmpty()
                        ? "No type in the sources has @Schema. Add it to the root of the schema, an interface that"
                                + " lists the records."
                        : schema.isEmpty()
                                ? "There is more than one schema: choose one of " + names + "."
                                : "There is no schema '" + schema + "', only " + names + ".");
    }

    private static boolean isNamed(SchemaRoot root, String name) {
        return root.name().equals(name)
                || root.type().qualifiedName().equals(name)
                || root.type().simpleName().equals(name);
    }

    /** Returns the changes that are not recorded yet; empty if the migrations lead to the records. */
    public Optional<Plan> findPendingPlan() {
        return Optional.of(TargetPlanMerger.of(targets).mergePlans(createPlans()))
                .filter(plan -> !plan.isEmpty());
    }

    /**
     * Describes changes that are not recorded: their effects, the impossible parts, and the queries that they affect.
     */
    public List<String> describeChanges(Plan plan, RecordingOptions options) {
        List<String> lines = new ArrayList<>(describeEffects(plan, options));
        plan.impossibleChanges().forEach(objection -> lines.add("Not possible: " + objection));
        lines.addAll(review.collectRemarks(plan));
        return lines;
    }

    private List<String> describeEffects(Plan plan, RecordingOptions options) {
        List<String> texts = plan.steps().stream().map(Step::text).toList();
        return review.analyseEffects(
                        SchemaLintInputReader.UNRECORDED,
                        texts,
                        releaseLookup().findPrevious(),
                        options.inputCompletion())
                .describeNotableEffects();
    }

    /** Records all changes as a migration, and updates the list of queries; empty if nothing has changed. */
    public Optional<RecordedFile> record(String message, RecordingOptions options) {
        Optional<RecordedFile> recordedFile = draft(message, options).map(RecordedFile::write);
        recordQueries();
        return recordedFile;
    }

    /**
     * Lists the checked queries of the application in the file next to the migrations, for the migrations of later
     * releases. Returns the file if it has changed. While the sources have errors, not all queries may be known, and
     * the file remains as it is.
     */
    public Optional<Path> recordQueries() {
        Optional<Path> outdatedFile = findOutdatedQueriesFile().filter(file -> errorLines.isEmpty());
        outdatedFile.ifPresent(
                file -> MigrationFiles.replace(file, review.currentRelease().render()));
        return outdatedFile;
    }

    /** Lists the checked queries as {@link #recordQueries} does, but fails while the sources have errors. */
    public Optional<Path> recordAllQueries() {
        if (!errorLines.isEmpty() && findOutdatedQueriesFile().isPresent()) {
            throw createSourceErrorException(errorLines);
        }
        return recordQueries();
    }

    /**
     * Returns the next step of renaming a column while instances of two releases of the application use its table; the
     * migration of this step is not written.
     *
     * @param column the column with its table, as in {@code account.name}
     * @param newName the new name of the column
     */
    public EvolutionStep evolve(String column, String newName, RecordingOptions options) {
        if (!createPlans().stream().allMatch(Plan::isEmpty)) {
            throw new RecordingException(
                    Reason.USAGE,
                    "The records have changes that are not recorded: follow the last step, or record them, and then begin the"
                            + " next one.");
        }
        ColumnEvolution evolution = ColumnEvolution.of(recordedSchema, column, newName);
        EvolutionStep.Phase phase = evolution.findNextPhase();
        evolution.requireSafe(phase, review.ownQueries(), releaseLookup().findRunning(), options.allowsDataLoss());
        String title = evolution.createTitle(phase);
        RecordedFile file;
        if (phase == EvolutionStep.Phase.MIGRATE) {
            file = draftStatements(title, List.of(evolution.createFillStatement()), options.inputCompletion());
        } else {
            List<DeclaredSchema> changedSchemas = targets.schemas().stream()
                    .map(target -> evolution.createSchemaAfter(phase, target))
                    .toList();
            List<Plan> plans = new ArrayList<>();
            for (int i = 0; i < changedSchemas.size(); i++) {
                MigrationChain chain = targets.schemas().get(i).chain();
                plans.add(changedSchemas
                        .get(i)
                        .planFrom(chain)
                        .orElseThrow(() -> createSourceErrorException(errorLines)));
            }
            file = draftMigration(
                    title,
                    options,
                    changedSchemas,
                    plans,
                    phase == EvolutionStep.Phase.CONTRACT ? evolution::addRefill : UnaryOperator.identity());
        }
        return new EvolutionStep(
                phase, file, evolution.createInstructions(phase, review.ownQueries(), file.migration()));
    }

    /**
     * Returns the file next to the migrations that lists the checked queries, unless it lists the queries of the
     * sources.
     */
    public Optional<Path> findOutdatedQueriesFile() {
        ReleasedQueries file = releasedQueries();
        return file.isCurrent(review.currentRelease()) ? Optional.empty() : Optional.of(file.file());
    }

    private ReleasedQueries releasedQueries() {
        return ReleasedQueries.ofSchema(resolveSourceFile(root().type().simpleName()), root().name());
    }

    private ReleaseLookup releaseLookup() {
        return new ReleaseLookup(releasedQueries(), recordedSchema.chain(), lastAppliedNumber);
    }

    /**
     * Returns a recorder with the number of the last migration that a database has. It determines the previous release.
     */
    public MigrationRecorder withLastApplied(OptionalInt lastNumber) {
        return new MigrationRecorder(project, targets, errorLines, review, lastNumber);
    }

    public String schemaName() {
        return root().name();
    }

    /**
     * Returns the release with which changes are compared; empty before the first migration, and without queries and
     * enums.
     */
    public Optional<Release> findComparedRelease() {
        Release release = releaseLookup().findPrevious();
        boolean isRelevant = !release.isEmpty() || !review.currentRelease().isEmpty();
        return Optional.of(release)
                .filter(knownRelease ->
                        isRelevant && !recordedSchema.chain().migrations().isEmpty());
    }

    /**
     * Returns the effects of changes that need no migration: removed constants of enums that the previous release still
     * reads.
     */
    public List<String> describeUnrecordedEffects() {
        return review.analyseEffects(
                        SchemaLintInputReader.UNRECORDED,
                        List.of(),
                        releaseLookup().findPrevious(),
                        UnaryOperator.identity())
                .describeNotableEffects();
    }

    /** Returns the migration that would be recorded, without writing it; empty if nothing has changed. */
    public Optional<RecordedFile> draft(String message, RecordingOptions options) {
        List<Plan> unfilledPlans = createPlans();
        List<DeclaredSchema> declaredSchemas =
                targets.schemas().stream().map(RecordedSchema::schema).toList();
        return unfilledPlans.stream().allMatch(Plan::isEmpty)
                ? Optional.empty()
                : Optional.of(
                        draftMigration(message, options, declaredSchemas, unfilledPlans, UnaryOperator.identity()));
    }

    /**
     * Returns the migration that leads to a schema.
     *
     * @param declaredSchemas the schema, for each target
     * @param unfilledPlans the plans that lead to it
     * @param edit changes the migration in a way that leads to the same schema
     */
    private RecordedFile draftMigration(
            String message,
            RecordingOptions options,
            List<DeclaredSchema> declaredSchemas,
            List<Plan> unfilledPlans,
            UnaryOperator<Migration> edit) {
        TargetDrafts drafts = TargetDrafts.of(targets, declaredSchemas, unfilledPlans, options);
        Plan plan = drafts.mergePlans();
        List<Objection> objections =
                plan.findObjections(new AllowedChanges(options.allowsDataLoss(), options.allowsRebuild()));
        if (!objections.isEmpty() || !plan.collectUnfilledColumns().isEmpty()) {
            throw RecordingException.forObjections(
                    objections,
                    plan,
                    () -> describeEffects(plan, options),
                    new DeclarationLocator(project, recordedSchema.schema())::locate);
        }
        TargetDrafts.MergedMigration mergedMigration = drafts.createMigration(createName(message));
        Migration migration = edit.apply(mergedMigration.migration());
        List<String> remarks = new ArrayList<>(review.collectRemarks(plan));
        remarks.addAll(mergedMigration.notes());
        ChangeEffects effects = review.analyseEffects(
                migration.name(), migration.upgrade(), releaseLookup().findPrevious(), options.inputCompletion());
        return createRecordedFile(migration, message, effects, remarks);
    }

    /** Returns a migration without statements, to be completed by hand, without writing it. */
    public RecordedFile draftEmpty(String message) {
        return draftStatements(message, List.of(), UnaryOperator.identity());
    }

    /** Returns a migration with statements that change no definitions. */
    private RecordedFile draftStatements(
            String message, List<String> statements, UnaryOperator<LintInput> inputCompletion) {
        requireValidChain();
        MigrationChain chain = recordedSchema.chain();
        Migration plainMigration = new Migration(
                new Migration.Position(createName(message), chain.nextNumber(), chain.lastHash()),
                statements,
                Migration.Reversal.ofIrreversible(""),
                List.of());
        Migration migration = targets.isCurrent()
                ? plainMigration.withRecordHash(recordedSchema.schema().hashRecords())
                : plainMigration;
        ChangeEffects effects = review.analyseEffects(
                migration.name(), statements, releaseLookup().findPrevious(), inputCompletion);
        return createRecordedFile(migration, message, effects, List.of());
    }

    /** Records a migration without statements, to be completed by hand. */
    public RecordedFile recordEmpty(String message) {
        return draftEmpty(message).write();
    }

    /**
     * Writes a checkpoint, which replaces the migrations up to one of them. Before anything is written, it is verified
     * that the checkpoint leads to the same schema as they do.
     *
     * @param version the last migration to replace, by its number or name; empty for the last migration of all
     */
    public CheckpointFile writeCheckpoint(String version, CheckpointOptions options) {
        if (!recordedSchema.isComplete()) {
            throw createSourceErrorException(errorLines);
        }
        requireValidChain();
        CheckpointDraft draft = CheckpointDraft.of(targets, findLastReplacedNumber(version), options);
        CheckpointDraft.DraftedCheckpoint draftedCheckpoint = draft.draft();
        Migration checkpoint = draftedCheckpoint.migration();
        ReplacedFiles files = ReplacedFiles.find(project, root(), draft.replacedMigrations(), options);
        List<Path> archivedFiles = files.copyToArchive();
        Migration lastMigration =
                draft.replacedMigrations().get(draft.replacedMigrations().size() - 1);
        RecordedFile writtenFile = createRecordedFile(
                        checkpoint, "Replaces the migrations up to " + lastMigration.name())
                .write();
        files.delete();
        return new CheckpointFile(
                writtenFile.file(),
                checkpoint,
                draft.replacedMigrations(),
                archivedFiles,
                draftedCheckpoint.keptSteps(),
                draftedCheckpoint.omittedSteps());
    }

    /** Returns the number of the last migration to replace. */
    private int findLastReplacedNumber(String version) {
        List<Migration> migrations = recordedSchema.chain().migrations();
        Migration lastReplacedMigration = migrations.stream()
                .filter(migration -> version.equals(migration.name())
                        || version.equals(String.valueOf(migration.number()))
                        || version.equals(MigrationNames.numberPrefix(migration.number())))
                .findFirst()
                .or(() -> version.isEmpty() ? recordedSchema.chain().lastMigration() : Optional.empty())
                .orElseThrow(() -> new RecordingException(
                        Reason.USAGE,
                        migrations.isEmpty()
                                ? "There are no migrations to replace."
                                : "There is no migration '" + version + "': the first is "
                                        + migrations.get(0).name() + ", and the last "
                                        + migrations.get(migrations.size() - 1).name() + "."));
        if (lastReplacedMigration.equals(migrations.get(0))) {
            throw new RecordingException(
                    Reason.USAGE,
                    "A checkpoint at " + lastReplacedMigration.name()
                            + " would replace nothing: it is the first migration.");
        }
        return lastReplacedMigration.number();
    }

    /** Moves a migration, and those that were recorded after it, to the end. */
    public RebasedFiles rebase(String name) {
        if (!recordedSchema.isComplete()) {
            throw createSourceErrorException(errorLines);
        }
        return new MigrationFileRebase(project, targets).rebase(name);
    }

    /**
     * Returns the plans for the targets, in their order.
     *
     * @throws RecordingException if the chain is not valid, or the records can't be read completely
     */
    private List<Plan> createPlans() {
        requireValidChain();
        List<Plan> plans = new ArrayList<>();
        for (RecordedSchema target : targets.schemas()) {
            plans.add(target.findPendingPlan().orElseThrow(() -> createSourceErrorException(errorLines)));
        }
        List<JavaName> unreadViews = recordedSchema.schema().unreadViews();
        if (plans.stream().allMatch(Plan::isEmpty) && !unreadViews.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    "Everything else is recorded, but Cairn can't read the query of "
                            + unreadViews.stream().map(JavaName::qualifiedName).collect(Collectors.joining(", "))
                            + ". Such queries can be recorded for views only: rewrite the query, or remove it from the"
                            + " schema.");
        }
        return TargetPlanMerger.of(targets)
                .sharePlans(
                        plans, target -> targets.schemas().get(target).chain().lastCatalog());
    }

    private void requireValidChain() {
        for (RecordedSchema target : targets.schemas()) {
            if (!target.chain().isValid()) {
                throw createSourceErrorException(
                        errorLines.isEmpty()
                                ? target.chain().problems().stream()
                                        .map(ChainProblem::message)
                                        .toList()
                                : errorLines);
            }
        }
    }

    private static RecordingException createSourceErrorException(List<String> errorLines) {
        return new RecordingException(
                Reason.SOURCES,
                "The sources have errors that must be fixed first:\n"
                        + String.join("\n", new LinkedHashSet<>(errorLines))
                        + DeclarationErrors.describeMissingTypesRemedy(errorLines));
    }

    private String createName(String message) {
        String name = MigrationNames.of(recordedSchema.chain().nextNumber(), message);
        if (name.isEmpty()) {
            throw new RecordingException(
                    Reason.USAGE,
                    "'" + message
                            + "' contains no letters or digits for the name of the migration. Example: add discount");
        }
        return name;
    }

    private RecordedFile createRecordedFile(Migration migration, String message) {
        return createRecordedFile(
                migration, message, new ChangeEffects(migration.name(), List.of(), List.of()), List.of());
    }

    private RecordedFile createRecordedFile(
            Migration migration, String message, ChangeEffects effects, List<String> remarks) {
        SchemaRoot root = root();
        requireVisibleRoot(root);
        String migrationSource = new MigrationSource(
                        root.migrationsPackage(),
                        root.type().packageName(),
                        String.join(".", root.type().simpleNames()),
                        message,
                        migration,
                        effects.describeNotableEffects())
                .render();
        return new RecordedFile(resolveSourceFile(migration.name()), migrationSource, migration, effects, remarks);
    }

    private SchemaRoot root() {
        return recordedSchema.schema().root();
    }

    /** Returns the file of a new type in the package of the migrations. */
    private Path resolveSourceFile(String name) {
        JavaName type = new JavaName(root().migrationsPackage(), List.of(name));
        return new MigrationFiles(project.sources()).resolveNextTo(root().type(), type);
    }

    /** Requires that the migrations can access the root, which they name. */
    private static void requireVisibleRoot(SchemaRoot root) {
        String packageName = root.type().packageName();
        if (root.migrationsPackage().equals(packageName)) {
            return;
        }
        if (packageName.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.type().qualifiedName() + " is in the unnamed package, so migrations in "
                            + root.migrationsPackage()
                            + " can't refer to it. Move it into a package, or remove migrations from @Schema.");
        }
        if (!root.isExported()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    root.type().qualifiedName()
                            + " is not public, or is nested in a type that is not, so migrations in "
                            + root.migrationsPackage()
                            + " can't refer to it. Make it public, or keep the migrations in its package:"
                            + " @Schema(migrations = \"" + packageName + "\").");
        }
    }
}
