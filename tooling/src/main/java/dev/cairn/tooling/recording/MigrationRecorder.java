package dev.cairn.tooling.recording;

import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationNames;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.release.ReleasedQueriesFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
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
 * recorder.record("add discount", RecordingOptions.NO_CONSENT);  // the file, or nothing if there are no changes
 * recorder.rebase("V0003AddNote");
 * }</pre>
 *
 * An operation that is not possible throws a {@link RecordingException}. The sources are checked before the first file
 * is written.
 */
public final class MigrationRecorder {
    private final Project project;
    private final RecordedSchemas recordedSchemas;
    private final RecordedSchema firstSchema;
    private final List<String> errorLines;
    private final ChangeReview changeReview;
    private final OptionalInt lastAppliedNumber;

    private MigrationRecorder(
            Project project,
            RecordedSchemas recordedSchemas,
            List<String> errorLines,
            ChangeReview changeReview,
            OptionalInt lastAppliedNumber) {
        this.project = project;
        this.recordedSchemas = recordedSchemas;
        this.firstSchema = recordedSchemas.firstSchema();
        this.errorLines = errorLines;
        this.changeReview = changeReview;
        this.lastAppliedNumber = lastAppliedNumber;
    }

    private static MigrationRecorder create(
            Project project, RecordedSchemas recordedSchemas, SchemaCompilation compilation) {
        ChangeReview changeReview = new ChangeReview(
                recordedSchemas.firstSchema(),
                compilation.schemas().stream()
                        .filter(schema -> !schema.root()
                                .typeName()
                                .equals(recordedSchemas.root().typeName()))
                        .map(schema -> schema.firstSchema().schema())
                        .toList(),
                compilation.queries());
        return new MigrationRecorder(
                project, recordedSchemas, compilation.errorLines(), changeReview, OptionalInt.empty());
    }

    /**
     * Reads the project. Errors elsewhere in the sources do not matter, but the declarations of the schema must be free
     * of errors of javac.
     *
     * @param schemaName the name of the schema or of its root; empty if there is only one
     */
    public static MigrationRecorder open(Project project, String schemaName) {
        SchemaCompilation compilation = SchemaCompilation.compile(project);
        List<RecordedSchemas> candidates = compilation.schemas().stream()
                .filter(candidate -> schemaName.isEmpty() || candidate.root().isNamed(schemaName))
                .toList();
        if (candidates.size() == 1) {
            DeclarationErrors.of(compilation, candidates.get(0).root()).requireNone();
            return create(project, candidates.get(0), compilation);
        }
        if (!compilation.errors().isEmpty() && candidates.isEmpty()) {
            DeclarationErrors.of(compilation).requireNone();
            throw createSourceErrorException(compilation.errorLines());
        }
        String schemaNames = compilation.schemas().stream()
                .map(candidate -> candidate.root().name())
                .collect(Collectors.joining(", "));
        throw new RecordingException(
                Reason.USAGE,
                compilation.schemas().isEmpty()
                        ? "No type in the sources has @Schema. Add it to the root of the schema, an interface that"
                                + " lists the records."
                        : schemaName.isEmpty()
                                ? "There is more than one schema: choose one of " + schemaNames + "."
                                : "There is no schema '" + schemaName + "', only " + schemaNames + ".");
    }

    /** Returns the changes that are not recorded yet; empty if the migrations lead to the records. */
    public Optional<Plan> findPendingPlan() {
        return Optional.of(TargetPlanMerger.of(recordedSchemas).mergePlans(createPlans()))
                .filter(plan -> !plan.isEmpty());
    }

    /**
     * Describes changes that are not recorded: their effects, the impossible parts, and the queries that they affect.
     */
    public List<String> describeChanges(Plan plan, RecordingOptions options) {
        List<String> lines = new ArrayList<>(describeEffects(plan, options));
        plan.impossibleChanges().forEach(objection -> lines.add("Not possible: " + objection));
        lines.addAll(changeReview.collectRemarks(plan));
        return lines;
    }

    private List<String> describeEffects(Plan plan, RecordingOptions options) {
        List<String> statementTexts = plan.steps().stream().map(Step::text).toList();
        return changeReview
                .analyzeEffects(
                        SchemaLintInputReader.UNRECORDED_CHANGES,
                        statementTexts,
                        createReleaseFinder().resolvePreviousRelease(),
                        options.lintInputCompleter())
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
     * releases. Returns the file if it has changed. If the sources have errors, some queries may be unknown, so the file
     * is not changed.
     */
    public Optional<Path> recordQueries() {
        if (!errorLines.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> outdatedFile = findOutdatedQueriesFile();
        outdatedFile.ifPresent(file ->
                TextFileWriter.replace(file, changeReview.currentRelease().render()));
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
     * @param columnPath the column with its table, such as {@code account.name}
     * @param newName the new name of the column
     */
    public EvolutionStep evolve(String columnPath, String newName, RecordingOptions options) {
        if (!createPlans().stream().allMatch(Plan::isEmpty)) {
            throw new RecordingException(
                    Reason.USAGE,
                    "The records have changes that are not recorded: follow the last step, or record them, and then begin the"
                            + " next one.");
        }
        ColumnEvolution evolution = ColumnEvolution.of(firstSchema, columnPath, newName);
        EvolutionStep.Phase phase = evolution.computeNextPhase();
        evolution.checkPhase(
                phase,
                changeReview.schemaQueries(),
                createReleaseFinder().resolveRunningRelease(),
                options.allowsDataLoss());
        String title = evolution.renderTitle(phase);
        RecordedFile recordedFile;
        if (phase == EvolutionStep.Phase.MIGRATE) {
            recordedFile =
                    draftStatements(title, List.of(evolution.renderFillStatement()), options.lintInputCompleter());
        } else {
            List<DeclaredSchema> changedSchemas = recordedSchemas.schemas().stream()
                    .map(recordedSchema -> evolution.createSchemaAfter(phase, recordedSchema))
                    .toList();
            List<Plan> plans = new ArrayList<>();
            for (int i = 0; i < changedSchemas.size(); i++) {
                MigrationChain chain = recordedSchemas.schemas().get(i).chain();
                plans.add(changedSchemas
                        .get(i)
                        .findPlanFrom(chain)
                        .orElseThrow(() -> createSourceErrorException(errorLines)));
            }
            recordedFile = draftMigration(
                    title,
                    options,
                    changedSchemas,
                    plans,
                    phase == EvolutionStep.Phase.CONTRACT ? evolution::withRefill : UnaryOperator.identity());
        }
        return new EvolutionStep(
                phase,
                recordedFile,
                new EvolutionInstructions(evolution, changeReview.schemaQueries())
                        .render(phase, recordedFile.migration()));
    }

    /**
     * Returns the file next to the migrations that lists the checked queries; empty if it already lists the queries of
     * the sources.
     */
    public Optional<Path> findOutdatedQueriesFile() {
        ReleasedQueriesFile releasedQueriesFile = releasedQueriesFile();
        return releasedQueriesFile.listsExactly(changeReview.currentRelease())
                ? Optional.empty()
                : Optional.of(releasedQueriesFile.file());
    }

    private ReleasedQueriesFile releasedQueriesFile() {
        return ReleasedQueriesFile.ofSchema(
                createFileFactory().resolveFile(root().typeName().simpleName()), root().name());
    }

    private ReleaseFinder createReleaseFinder() {
        return new ReleaseFinder(releasedQueriesFile(), firstSchema.chain(), lastAppliedNumber);
    }

    /**
     * Returns a copy of this recorder for a database whose last applied migration has this number; empty if the number is
     * not known. The number determines the previous release.
     */
    public MigrationRecorder withLastAppliedNumber(OptionalInt newLastAppliedNumber) {
        return new MigrationRecorder(project, recordedSchemas, errorLines, changeReview, newLastAppliedNumber);
    }

    public String schemaName() {
        return root().name();
    }

    /**
     * Returns the release with which changes are compared; empty before the first migration, or if there are neither
     * queries nor enums.
     */
    public Optional<Release> findComparedRelease() {
        Release release = createReleaseFinder().resolvePreviousRelease();
        boolean hasQueriesOrEnums =
                !release.isEmpty() || !changeReview.currentRelease().isEmpty();
        return hasQueriesOrEnums && !firstSchema.chain().migrations().isEmpty()
                ? Optional.of(release)
                : Optional.empty();
    }

    /**
     * Returns the effects of changes that need no migration: removed constants of enums that the previous release still
     * reads.
     */
    public List<String> describeUnrecordedEffects() {
        return changeReview
                .analyzeEffects(
                        SchemaLintInputReader.UNRECORDED_CHANGES,
                        List.of(),
                        createReleaseFinder().resolvePreviousRelease(),
                        UnaryOperator.identity())
                .describeNotableEffects();
    }

    /** Returns the migration that would be recorded, without writing it; empty if nothing has changed. */
    public Optional<RecordedFile> draft(String message, RecordingOptions options) {
        List<Plan> unfilledPlans = createPlans();
        List<DeclaredSchema> declaredSchemas =
                recordedSchemas.schemas().stream().map(RecordedSchema::schema).toList();
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
     * @param migrationOperator changes the migration in a way that leads to the same schema
     */
    private RecordedFile draftMigration(
            String message,
            RecordingOptions options,
            List<DeclaredSchema> declaredSchemas,
            List<Plan> unfilledPlans,
            UnaryOperator<Migration> migrationOperator) {
        MergedMigrationDrafter drafter =
                MergedMigrationDrafter.of(recordedSchemas, declaredSchemas, unfilledPlans, options);
        Plan plan = drafter.mergePlans();
        List<Objection> objections =
                plan.findObjections(new AllowedChanges(options.allowsDataLoss(), options.allowsRebuild()));
        if (!objections.isEmpty() || !plan.collectUnfilledColumns().isEmpty()) {
            throw RecordingException.ofObjections(
                    objections,
                    plan,
                    () -> describeEffects(plan, options),
                    new DeclarationLocator(project, firstSchema.schema())::locate);
        }
        MergedMigrationDrafter.MergedMigration mergedMigration = drafter.draftMigration(createMigrationName(message));
        Migration migration = migrationOperator.apply(mergedMigration.migration());
        List<String> remarks = new ArrayList<>(changeReview.collectRemarks(plan));
        remarks.addAll(mergedMigration.notes());
        MigrationEffects effects = changeReview.analyzeEffects(
                migration.name(),
                migration.upgrade(),
                createReleaseFinder().resolvePreviousRelease(),
                options.lintInputCompleter());
        return createFileFactory().create(migration, message, effects, remarks);
    }

    /** Returns a migration without statements, to be completed by hand, without writing it. */
    public RecordedFile draftEmpty(String message) {
        return draftStatements(message, List.of(), UnaryOperator.identity());
    }

    /** Returns a migration with statements that change no definitions. */
    private RecordedFile draftStatements(
            String message, List<String> statements, UnaryOperator<LintInput> inputCompleter) {
        requireValidChain();
        MigrationChain chain = firstSchema.chain();
        Migration plainMigration = new Migration(
                new Migration.Position(createMigrationName(message), chain.nextNumber(), chain.lastHash()),
                statements,
                Migration.Reversal.ofIrreversible(""),
                List.of());
        Migration migration = recordedSchemas.isCurrent()
                ? plainMigration.withRecordsHash(firstSchema.schema().hashRecords())
                : plainMigration;
        MigrationEffects effects = changeReview.analyzeEffects(
                migration.name(), statements, createReleaseFinder().resolvePreviousRelease(), inputCompleter);
        return createFileFactory().create(migration, message, effects, List.of());
    }

    /**
     * Writes a checkpoint that replaces the migrations up to one of them, and archives or deletes their sources. Before
     * it writes, it verifies that the checkpoint leads to the same schema as these migrations.
     *
     * @param migrationReference the last migration to replace, by its number or name; empty for the last of all
     */
    public CheckpointFile writeCheckpoint(String migrationReference, CheckpointOptions options) {
        if (!firstSchema.hasAllMigrations()) {
            throw createSourceErrorException(errorLines);
        }
        requireValidChain();
        return new CheckpointWriter(project, recordedSchemas, options).write(migrationReference);
    }

    /** Moves a migration, and the migrations that were recorded after it, to the end of the chain. */
    public RebaseResult rebase(String migrationName) {
        if (!firstSchema.hasAllMigrations()) {
            throw createSourceErrorException(errorLines);
        }
        return new MigrationFileRebaser(project, recordedSchemas).rebase(migrationName);
    }

    /**
     * Returns the plans for the recordedSchemas, in their order.
     *
     * @throws RecordingException if the chain is not valid, or the records can't be read completely
     */
    private List<Plan> createPlans() {
        requireValidChain();
        List<Plan> plans = new ArrayList<>();
        for (RecordedSchema target : recordedSchemas.schemas()) {
            plans.add(target.findPendingPlan().orElseThrow(() -> createSourceErrorException(errorLines)));
        }
        List<JavaClassName> unreadViewNames = firstSchema.schema().unreadViewRecordNames();
        if (plans.stream().allMatch(Plan::isEmpty) && !unreadViewNames.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    "Everything else is recorded, but Cairn can't read the query of "
                            + unreadViewNames.stream()
                                    .map(JavaClassName::qualifiedName)
                                    .collect(Collectors.joining(", "))
                            + ". Such queries can be recorded for views only: rewrite the query, or remove it from the"
                            + " schema.");
        }
        return TargetPlanMerger.of(recordedSchemas)
                .unifyCreations(
                        plans,
                        targetIndex -> recordedSchemas
                                .schemas()
                                .get(targetIndex)
                                .chain()
                                .lastCatalog());
    }

    private void requireValidChain() {
        for (RecordedSchema recordedSchema : recordedSchemas.schemas()) {
            if (!recordedSchema.chain().isValid()) {
                throw createSourceErrorException(
                        errorLines.isEmpty()
                                ? recordedSchema.chain().problems().stream()
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

    private String createMigrationName(String message) {
        String name = MigrationNames.of(firstSchema.chain().nextNumber(), message);
        if (name.isEmpty()) {
            throw new RecordingException(
                    Reason.USAGE,
                    "'" + message
                            + "' contains no letters or digits for the name of the migration. Example: add discount");
        }
        return name;
    }

    private RecordedFileFactory createFileFactory() {
        return new RecordedFileFactory(project, root());
    }

    private SchemaRoot root() {
        return firstSchema.schema().root();
    }
}
