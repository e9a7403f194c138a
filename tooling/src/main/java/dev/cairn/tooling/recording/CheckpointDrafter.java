package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationNames;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drafts the checkpoint that replaces all migrations up to a certain migration. It consists of the statements that
 * create the schema as the replaced migrations left it, and of the steps that do not define an object and that the user
 * decided to keep.
 */
final class CheckpointDrafter {
    private static final String ALL_STEPS = "all";

    private final RecordedSchema firstSchema;
    private final RecordedSchemas recordedSchemas;
    private final CheckpointOptions options;
    private final List<Migration> replacedMigrations;
    private final List<Migration> laterMigrations;

    /**
     * A checkpoint that is not written yet.
     *
     * @param keptSteps descriptions of the steps that the checkpoint repeats
     * @param omittedSteps descriptions of the steps that the checkpoint omits
     */
    record DraftedCheckpoint(Migration migration, List<String> keptSteps, List<String> omittedSteps) {}

    /** Creates a drafter of a checkpoint that replaces the migrations up to a number. The chain must be valid. */
    CheckpointDrafter(RecordedSchemas recordedSchemas, int lastReplacedNumber, CheckpointOptions options) {
        this.recordedSchemas = recordedSchemas;
        this.firstSchema = recordedSchemas.firstSchema();
        this.options = options;
        List<Migration> allMigrations = firstSchema.chain().migrations();
        this.replacedMigrations = allMigrations.stream()
                .filter(migration -> migration.number() <= lastReplacedNumber)
                .toList();
        this.laterMigrations = allMigrations.stream()
                .filter(migration -> migration.number() > lastReplacedNumber)
                .toList();
    }

    /** Returns the migrations that the checkpoint replaces. */
    List<Migration> replacedMigrations() {
        return replacedMigrations;
    }

    /**
     * Drafts the checkpoint, and verifies that it leads to the same schema as the replaced migrations.
     *
     * @throws RecordingException if it does not, or if the options do not decide about each step
     */
    DraftedCheckpoint draft() {
        List<MigrationChain> replacedChains = new ArrayList<>();
        List<List<String>> creationTextsByTarget = new ArrayList<>();
        for (RecordedSchema recordedSchema : recordedSchemas.schemas()) {
            MigrationChain chain = createChain(recordedSchema.schema(), replacedMigrations);
            requireValidChain(
                    chain, "The migrations up to " + lastReplacedMigration().name() + " can't be replaced");
            replacedChains.add(chain);
            creationTextsByTarget.add(planCreation(recordedSchema.schema(), chain.lastCatalog()));
        }
        List<NonDefiningStep> keptSteps = new ArrayList<>();
        List<NonDefiningStep> omittedSteps = new ArrayList<>();
        List<ReplayedMigrations> replays = recordedSchemas.schemas().stream()
                .map(recordedSchema -> ReplayedMigrations.of(recordedSchema.schema(), replacedMigrations))
                .toList();
        assignSteps(
                new NonDefiningStepFinder(firstSchema, replacedMigrations, replays).findAll(), keptSteps, omittedSteps);
        List<Catalog> emptyCatalogs = new ArrayList<>();
        for (int i = 0; i < replacedChains.size(); i++) {
            emptyCatalogs.add(createEmptyCatalog(
                    recordedSchemas.schemas().get(i).schema(),
                    replacedChains.get(i).lastCatalog()));
        }
        CheckpointOrder order = new CheckpointOrder(recordedSchemas, emptyCatalogs, replays);
        List<String> creationTexts =
                TargetPlanMerger.of(recordedSchemas).mergeTexts(creationTextsByTarget, emptyCatalogs);
        Migration migration = createMigration(order.arrange(creationTexts, keptSteps), keptSteps);
        List<Migration> allMigrations = new ArrayList<>(List.of(migration));
        allMigrations.addAll(laterMigrations);
        for (int i = 0; i < replacedChains.size(); i++) {
            RecordedSchema recordedSchema = recordedSchemas.schemas().get(i);
            MigrationChain checkpointChain = createChain(recordedSchema.schema(), List.of(migration));
            MigrationChain wholeChain = createChain(recordedSchema.schema(), allMigrations);
            requireValidChain(wholeChain, "The checkpoint would not be valid");
            requireSameSchema(
                    recordedSchema.schema(), replacedChains.get(i).lastCatalog(), checkpointChain.lastCatalog());
            requireSameSchema(recordedSchema.schema(), recordedSchema.chain().lastCatalog(), wholeChain.lastCatalog());
        }
        return new DraftedCheckpoint(
                migration,
                keptSteps.stream().map(NonDefiningStep::describe).toList(),
                omittedSteps.stream().map(NonDefiningStep::describe).toList());
    }

    private Migration lastReplacedMigration() {
        return replacedMigrations.get(replacedMigrations.size() - 1);
    }

    private static MigrationChain createChain(DeclaredSchema schema, List<Migration> migrations) {
        return MigrationChain.verify(
                migrations, new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog()));
    }

    private static void requireValidChain(MigrationChain chain, String consequence) {
        if (!chain.isValid()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    consequence + ":\n"
                            + MigrationDrafter.joinLines(chain.problems().stream()
                                    .map(CheckpointDrafter::describeProblem)
                                    .toList()));
        }
    }

    private static String describeProblem(ChainProblem problem) {
        return problem.migrationName() + ", statement " + (problem.index() + 1) + ": " + problem.message();
    }

    /** Returns the statements that create a schema on a target. */
    private List<String> planCreation(DeclaredSchema schema, Catalog lastCatalog) {
        Plan plan = new Planner(schema.engine(), schema.session())
                .plan(createEmptyCatalog(schema, lastCatalog), lastCatalog, Renames.NONE);
        if (!plan.findObjections(AllowedChanges.ALL).isEmpty()) {
            throw new RecordingException(
                    Reason.IMPOSSIBLE,
                    "The schema after " + lastReplacedMigration().name() + " can't be created by statements:\n"
                            + MigrationDrafter.joinLines(plan.findObjections(AllowedChanges.ALL))
                            + "\nWrite the checkpoint after another migration.");
        }
        return plan.steps().stream().map(Step::text).toList();
    }

    /** Returns the catalog before the first migration, with the external objects of a later catalog. */
    private static Catalog createEmptyCatalog(DeclaredSchema schema, Catalog lastCatalog) {
        Catalog catalog = schema.initialCatalog();
        for (ExternalObject externalObject : lastCatalog.externalObjects().values()) {
            boolean isKnown = catalog.findExternalObject(
                            externalObject.externalCatalog(), externalObject.database(), externalObject.name())
                    .isPresent();
            catalog = isKnown ? catalog : catalog.withExternalObject(externalObject);
        }
        return catalog;
    }

    private static void requireSameSchema(DeclaredSchema schema, Catalog expectedCatalog, Catalog actualCatalog) {
        Planner planner = new Planner(schema.engine(), schema.session());
        Plan forwardPlan = planner.plan(actualCatalog, expectedCatalog, Renames.NONE);
        Plan backwardPlan = planner.plan(expectedCatalog, actualCatalog, Renames.NONE);
        if (!forwardPlan.isEmpty() || !backwardPlan.isEmpty()) {
            List<Object> differences = new ArrayList<>(forwardPlan.findObjections(AllowedChanges.ALL));
            forwardPlan.steps().forEach(step -> differences.add(step.text()));
            throw new RecordingException(
                    Reason.IMPOSSIBLE,
                    "The checkpoint would not lead to the same schema as the migrations that it replaces. A kept statement"
                            + " may change it; missing:\n" + MigrationDrafter.joinLines(differences));
        }
    }

    private Migration createMigration(List<String> upgradeTexts, List<NonDefiningStep> keptSteps) {
        boolean isCurrent = laterMigrations.isEmpty() && recordedSchemas.isCurrent();
        return new Migration(
                new Migration.Position(
                        MigrationNames.of(lastReplacedMigration().number(), "checkpoint"),
                        lastReplacedMigration().number(),
                        ""),
                upgradeTexts,
                Migration.Reversal.ofIrreversible("it replaces the migrations up to "
                        + lastReplacedMigration().name()),
                collectSessionSettings(keptSteps),
                isCurrent ? firstSchema.schema().hashRecords() : "",
                new Migration.Checkpoint(lastReplacedMigration().hash(), options.release()));
    }

    /**
     * Returns the settings of session variables with which the kept steps ran, such as {@code name=value}.
     *
     * @throws RecordingException if two of the steps ran with different values of a variable
     */
    private static List<String> collectSessionSettings(List<NonDefiningStep> keptSteps) {
        Map<String, String> settingByName = new LinkedHashMap<>();
        for (NonDefiningStep step : keptSteps) {
            for (String setting : step.migration().sessionSettings()) {
                String variableName = setting.substring(0, setting.indexOf('='));
                String previousSetting = settingByName.putIfAbsent(variableName, setting);
                if (previousSetting != null && !previousSetting.equals(setting)) {
                    throw new RecordingException(
                            Reason.USAGE,
                            "The kept steps ran with different values of " + variableName + ": " + previousSetting
                                    + " and "
                                    + setting
                                    + ". Omit some of them with --omit, and record these as migrations of their own.");
                }
            }
        }
        return List.copyOf(settingByName.values());
    }

    /**
     * Adds each step to one of the two lists, as the options decide.
     *
     * @throws RecordingException if the options do not decide about a step, or keep one that can't be kept
     */
    private void assignSteps(
            List<NonDefiningStep> steps, List<NonDefiningStep> keptSteps, List<NonDefiningStep> omittedSteps) {
        requireKnownNames(steps);
        List<NonDefiningStep> undecidedSteps = new ArrayList<>();
        for (NonDefiningStep step : steps) {
            Boolean isKept = findDecision(step);
            if (isKept == null) {
                undecidedSteps.add(step);
            } else if (isKept && !step.mayBeRepeated()) {
                throw new RecordingException(
                        Reason.USAGE,
                        step.describe() + ". It can't be kept as it is: omit it with --omit " + step.name()
                                + ", and add what an empty database needs to the checkpoint by hand.");
            } else {
                (isKept ? keptSteps : omittedSteps).add(step);
            }
        }
        if (!undecidedSteps.isEmpty()) {
            throw new RecordingException(
                    Reason.CONSENT,
                    "Nothing was written. These steps define no object, so the statements that create the schema do not"
                            + " reproduce them:\n"
                            + MigrationDrafter.joinLines(undecidedSteps.stream()
                                    .map(NonDefiningStep::describe)
                                    .toList())
                            + "\nFor each, decide whether an empty database needs it: --keep repeats it in the checkpoint,"
                            + " --omit leaves it out, for example --keep "
                            + undecidedSteps.get(0).name() + " --omit " + ALL_STEPS + ".");
        }
    }

    /** Returns whether the user decided to keep a step; null if nothing is decided. The most specific name applies. */
    private @Nullable Boolean findDecision(NonDefiningStep step) {
        for (String name : List.of(step.name(), step.migration().name(), ALL_STEPS)) {
            boolean isKept = options.keptSteps().contains(name);
            boolean isOmitted = options.omittedSteps().contains(name);
            if (isKept && isOmitted) {
                throw new RecordingException(Reason.USAGE, name + " is both in --keep and in --omit.");
            }
            if (isKept || isOmitted) {
                return isKept;
            }
        }
        return null;
    }

    private void requireKnownNames(List<NonDefiningStep> steps) {
        Set<String> knownNames = new LinkedHashSet<>();
        for (NonDefiningStep step : steps) {
            knownNames.add(step.migration().name());
            knownNames.add(step.name());
        }
        List<String> namesInOptions = new ArrayList<>(options.keptSteps());
        namesInOptions.addAll(options.omittedSteps());
        for (String name : namesInOptions) {
            if (!name.equals(ALL_STEPS) && !knownNames.contains(name)) {
                throw new RecordingException(
                        Reason.USAGE,
                        "There is no step '" + name + "' to keep or to omit"
                                + (knownNames.isEmpty()
                                        ? ": all steps define objects, which the checkpoint creates."
                                        : "; name one of " + String.join(", ", knownNames) + ", or " + ALL_STEPS
                                                + "."));
            }
        }
    }
}
