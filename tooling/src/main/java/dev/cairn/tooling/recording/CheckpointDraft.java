package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationName;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drafts the checkpoint that replaces all migrations up to a certain one. It consists of the statements that create the
 * schema as these left it, and of the steps that define no object and that the user decided to keep.
 */
public final class CheckpointDraft {
    private static final String ALL = "all";
    private static final String CODE = "code";

    private final RecordedSchema recorded;
    private final RecordedTargets targets;
    private final CheckpointOptions options;
    private final List<Migration> replaced;
    private final List<Migration> laterMigrations;

    /**
     * A checkpoint.
     *
     * @param keptSteps the steps that it repeats, described
     * @param omittedSteps the steps that it leaves out, described
     */
    record DraftedCheckpoint(Migration migration, List<String> keptSteps, List<String> omittedSteps) {}

    /**
     * A step whose effect is not part of the schema, so that the statements which create the schema do not reproduce it.
     *
     * @param name its migration and its number: {@code V0003Fill.2}; {@code V0003Fill.code} for code
     * @param text the statement below its markers; empty for code
     * @param effect what an empty database would lack
     */
    private record UndefiningStep(Migration migration, String name, String text, String effect) {
        String describe() {
            return name + " " + effect + (text.isEmpty() ? "" : ": " + toLine());
        }

        private String toLine() {
            String line = text.lines()
                    .map(String::strip)
                    .filter(each -> !each.startsWith("--"))
                    .collect(Collectors.joining(" "));
            return line.length() > 100 ? line.substring(0, 100) + "…" : line;
        }
    }

    private CheckpointDraft(RecordedTargets targets, int number, CheckpointOptions options) {
        this.targets = targets;
        this.recorded = targets.firstSchema();
        this.options = options;
        List<Migration> all = recorded.chain().migrations();
        this.replaced =
                all.stream().filter(migration -> migration.number() <= number).toList();
        this.laterMigrations =
                all.stream().filter(migration -> migration.number() > number).toList();
    }

    /** Drafts a checkpoint in the place of a migration of a sound chain. */
    static CheckpointDraft of(RecordedTargets targets, int number, CheckpointOptions options) {
        return new CheckpointDraft(targets, number, options);
    }

    /** Returns the migrations that the checkpoint replaces. */
    List<Migration> replacedMigrations() {
        return replaced;
    }

    DraftedCheckpoint draft() {
        List<Chain> before = new ArrayList<>();
        List<List<String>> creations = new ArrayList<>();
        for (RecordedSchema target : targets.schemas()) {
            Chain chain = createChain(target.schema(), replaced);
            requireSound(chain, "The migrations up to " + lastReplaced().name() + " can't be replaced");
            before.add(chain);
            creations.add(creationStatements(target.schema(), chain.headCatalog()));
        }
        List<UndefiningStep> keptSteps = new ArrayList<>();
        List<UndefiningStep> omittedSteps = new ArrayList<>();
        assignSteps(findUndefiningSteps(), keptSteps, omittedSteps);
        List<Catalog> empty = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            empty.add(emptyCatalog(
                    targets.schemas().get(i).schema(), before.get(i).headCatalog()));
        }
        Migration migration = draft(TargetMerge.of(targets).texts(creations, empty), keptSteps);
        List<Migration> all = new ArrayList<>(List.of(migration));
        all.addAll(laterMigrations);
        for (int i = 0; i < before.size(); i++) {
            RecordedSchema target = targets.schemas().get(i);
            Chain after = createChain(target.schema(), List.of(migration));
            Chain wholeChain = createChain(target.schema(), all);
            requireSound(wholeChain, "The checkpoint would not be valid");
            requireSame(target.schema(), before.get(i).headCatalog(), after.headCatalog());
            requireSame(target.schema(), target.chain().headCatalog(), wholeChain.headCatalog());
        }
        return new DraftedCheckpoint(
                migration,
                keptSteps.stream().map(UndefiningStep::describe).toList(),
                omittedSteps.stream().map(UndefiningStep::describe).toList());
    }

    private Migration lastReplaced() {
        return replaced.get(replaced.size() - 1);
    }

    private static Chain createChain(DeclaredSchema schema, List<Migration> migrations) {
        return Chain.of(migrations, new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog()));
    }

    private static void requireSound(Chain chain, String consequence) {
        if (!chain.isSound()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    consequence + ":\n"
                            + MigrationDraft.joinLines(chain.problems().stream()
                                    .map(CheckpointDraft::describe)
                                    .toList()));
        }
    }

    private static String describe(ChainProblem problem) {
        return problem.migration() + ", statement " + (problem.index() + 1) + ": " + problem.message();
    }

    /** Returns the statements that create a schema on a target. */
    private List<String> creationStatements(DeclaredSchema schema, Catalog head) {
        Plan plan = new Planner(schema.engine(), schema.session()).plan(emptyCatalog(schema, head), head, Renames.NONE);
        if (!plan.objections(AllowedChanges.ALL).isEmpty()) {
            throw new RecordingException(
                    Reason.IMPOSSIBLE,
                    "The schema after " + lastReplaced().name() + " can't be created by statements:\n"
                            + MigrationDraft.joinLines(plan.objections(AllowedChanges.ALL))
                            + "\nWrite the checkpoint after another migration.");
        }
        return plan.steps().stream().map(Step::text).toList();
    }

    /** Returns the catalog before the first migration, with the external objects of a later catalog. */
    private static Catalog emptyCatalog(DeclaredSchema schema, Catalog head) {
        Catalog empty = schema.initialCatalog();
        for (ExternalObject formerObject : head.externals().values()) {
            boolean known = empty.external(formerObject.catalog(), formerObject.database(), formerObject.name())
                    .isPresent();
            empty = known ? empty : empty.withExternalObject(formerObject);
        }
        return empty;
    }

    private static void requireSame(DeclaredSchema schema, Catalog before, Catalog after) {
        Planner planner = new Planner(schema.engine(), schema.session());
        Plan forth = planner.plan(after, before, Renames.NONE);
        Plan back = planner.plan(before, after, Renames.NONE);
        if (!forth.isEmpty() || !back.isEmpty()) {
            List<Object> differences = new ArrayList<>(forth.objections(AllowedChanges.ALL));
            forth.steps().forEach(step -> differences.add(step.text()));
            throw new RecordingException(
                    Reason.IMPOSSIBLE,
                    "The checkpoint would not lead to the same schema as the migrations that it replaces. A kept statement"
                            + " may change it; missing:\n" + MigrationDraft.joinLines(differences));
        }
    }

    private Migration draft(List<String> creation, List<UndefiningStep> keptSteps) {
        List<String> upgrade = new ArrayList<>();
        keptSteps.stream().filter(CheckpointDraft::createsDatabase).forEach(step -> upgrade.add(step.text()));
        upgrade.addAll(creation);
        keptSteps.stream().filter(step -> !createsDatabase(step)).forEach(step -> upgrade.add(step.text()));
        boolean current = laterMigrations.isEmpty() && targets.isCurrent();
        return new Migration(
                new Migration.Position(
                        MigrationName.of(lastReplaced().number(), "checkpoint"),
                        lastReplaced().number(),
                        ""),
                upgrade,
                Migration.Reversal.impossible(
                        "it replaces the migrations up to " + lastReplaced().name()),
                sessionVariables(keptSteps),
                current ? recorded.schema().hashRecords() : "",
                new Migration.Checkpoint(lastReplaced().hash(), options.release()));
    }

    private static boolean createsDatabase(UndefiningStep step) {
        return Action.parse(step.text()).statement() instanceof Statement.CreateDatabase;
    }

    /** Returns the session variables with which the kept steps ran. */
    private static List<String> sessionVariables(List<UndefiningStep> keptSteps) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (UndefiningStep step : keptSteps) {
            for (String setting : step.migration().session()) {
                String name = setting.substring(0, setting.indexOf('='));
                String other = settings.putIfAbsent(name, setting);
                if (other != null && !other.equals(setting)) {
                    throw new RecordingException(
                            Reason.USAGE,
                            "The kept steps ran with different values of " + name + ": " + other + " and " + setting
                                    + ". Omit some of them with --omit, and record these as migrations of their own.");
                }
            }
        }
        return List.copyOf(settings.values());
    }

    // The steps that define no object.

    private List<UndefiningStep> findUndefiningSteps() {
        List<UndefiningStep> steps = new ArrayList<>();
        boolean managesCluster = recorded.chain().headCatalog().cluster().isManaged();
        Set<Name> roles = findCreatedRoles();
        for (Migration migration : replaced) {
            Set<MigrationHook> hooks = findHooks(migration);
            if (hooks.contains(MigrationHook.BEFORE_UPGRADE) || hooks.contains(MigrationHook.AFTER_UPGRADE)) {
                steps.add(new UndefiningStep(
                        migration, migration.name() + "." + CODE, "", "is code, whose effect Cairn can't determine"));
            }
            for (int i = 0; i < migration.upgrade().size(); i++) {
                String text = migration.upgrade().get(i).strip();
                String name = migration.name() + "." + (i + 1);
                findEffect(Action.parse(text), roles, managesCluster)
                        .ifPresent(effect -> steps.add(new UndefiningStep(migration, name, text, effect)));
            }
        }
        return steps;
    }

    private Set<MigrationHook> findHooks(Migration migration) {
        return recorded.migrations().stream()
                .filter(declaration -> declaration.migration().equals(migration))
                .map(MigrationDeclaration::hooks)
                .findFirst()
                .orElse(Set.of());
    }

    /** Returns the roles that the migrations create. */
    private Set<Name> findCreatedRoles() {
        return replaced.stream()
                .flatMap(migration -> migration.upgrade().stream())
                .map(text -> Action.parse(text).statement())
                .filter(AccessStatement.CreateRole.class::isInstance)
                .flatMap(statement -> ((AccessStatement.CreateRole) statement).roles().stream())
                .collect(Collectors.toSet());
    }

    /** Returns the effect of a step that the schema does not show; empty if it has none. */
    private static Optional<String> findEffect(Action action, Set<Name> createdRoles, boolean managesCluster) {
        Statement statement = action.statement();
        if (statement instanceof ClusterStatement) {
            return managesCluster ? Optional.empty() : Optional.of("defines no object of the schema");
        }
        if (statement instanceof Statement.OpaqueStatement opaque) {
            if (action.isSeed()) {
                return Optional.empty();
            }
            if (!opaque.changesRows()) {
                return Optional.of("defines no object of the schema");
            }
            boolean copies = opaque.target() != null
                    && StagingName.isStaging(opaque.target().lastPart().text());
            return copies ? Optional.empty() : Optional.of(describeRowChange(action, opaque));
        }
        if (statement instanceof AccessStatement access) {
            return SimulatedAction.roleOf(access)
                            .flatMap(ObjectName::role)
                            .filter(role -> createdRoles.contains(Name.of(role)))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("defines no object of the schema");
        }
        if (statement instanceof Statement.CreateTableAsSelect) {
            return Optional.of("fills its table with rows; the checkpoint creates the table without them");
        }
        if (statement instanceof Statement.TruncateTable || statement instanceof Statement.Recover) {
            return Optional.of("changes rows that exist");
        }
        if (statement instanceof Statement.CreateDatabase) {
            return Optional.of("creates a database");
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView) {
            return Optional.of("refreshes a materialized view");
        }
        boolean exchanges = statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(CheckpointDraft::exchangesRows);
        return exchanges ? Optional.of("exchanges rows that exist") : Optional.empty();
    }

    private static boolean exchangesRows(AlterClause clause) {
        boolean rebuild = clause instanceof AlterClause.SwapTable swap
                && StagingName.isStaging(swap.otherTableName().text());
        return ClauseKind.of(clause).exchangesRows() && !rebuild;
    }

    private static String describeRowChange(Action action, Statement.OpaqueStatement statement) {
        boolean own = !action.isUnread()
                && Sql.parseManipulation(statement) instanceof Manipulation.Insert insert
                && insert.source() instanceof Manipulation.InsertedRows.LiteralRows;
        return own ? "writes rows that an empty database would lack" : "changes rows, or copies them from other tables";
    }

    // Which of them to keep.

    private void assignSteps(
            List<UndefiningStep> steps, List<UndefiningStep> keptSteps, List<UndefiningStep> omittedSteps) {
        requireKnown(steps);
        List<UndefiningStep> undecidedSteps = new ArrayList<>();
        for (UndefiningStep step : steps) {
            Boolean keep = findDecision(step);
            if (keep == null) {
                undecidedSteps.add(step);
            } else if (keep && !isRepeatable(step)) {
                throw new RecordingException(
                        Reason.USAGE,
                        step.describe() + ". It can't be kept as it is: omit it with --omit " + step.name()
                                + ", and add what an empty database needs to the checkpoint by hand.");
            } else {
                (keep ? keptSteps : omittedSteps).add(step);
            }
        }
        if (!undecidedSteps.isEmpty()) {
            throw new RecordingException(
                    Reason.CONSENT,
                    "Nothing was written. These steps define no object, so the statements that create the schema do not"
                            + " reproduce them:\n"
                            + MigrationDraft.joinLines(undecidedSteps.stream()
                                    .map(UndefiningStep::describe)
                                    .toList())
                            + "\nFor each, decide whether an empty database needs it: --keep repeats it in the checkpoint,"
                            + " --omit leaves it out, as in --keep "
                            + undecidedSteps.get(0).name() + " --omit " + ALL + ".");
        }
    }

    /** The code of a migration stays with its class, and a table that exists can't be created again. */
    private static boolean isRepeatable(UndefiningStep step) {
        return !step.text().isEmpty()
                && !(Action.parse(step.text()).statement() instanceof Statement.CreateTableAsSelect);
    }

    /** Returns whether to keep a step; null if nothing is decided. The most specific decision applies. */
    private @Nullable Boolean findDecision(UndefiningStep step) {
        for (String name : List.of(step.name(), step.migration().name(), ALL)) {
            boolean keep = options.keptSteps().contains(name);
            boolean omit = options.omittedSteps().contains(name);
            if (keep && omit) {
                throw new RecordingException(Reason.USAGE, name + " is both in --keep and in --omit.");
            }
            if (keep || omit) {
                return keep;
            }
        }
        return null;
    }

    private void requireKnown(List<UndefiningStep> steps) {
        Set<String> known = new LinkedHashSet<>();
        for (UndefiningStep step : steps) {
            known.add(step.migration().name());
            known.add(step.name());
        }
        List<String> given = new ArrayList<>(options.keptSteps());
        given.addAll(options.omittedSteps());
        for (String name : given) {
            if (!name.equals(ALL) && !known.contains(name)) {
                throw new RecordingException(
                        Reason.USAGE,
                        "There is no step '" + name + "' to keep or to omit"
                                + (known.isEmpty()
                                        ? ": all steps define objects, which the checkpoint creates."
                                        : "; name one of " + String.join(", ", known) + ", or " + ALL + "."));
            }
        }
    }

    /**
     * A checkpoint and the file to which it was written.
     *
     * @param replaced the migrations that it replaces
     * @param archivedFiles the new files of their sources; empty if these were deleted
     * @param keptSteps the steps that the checkpoint repeats, in their order
     * @param omittedSteps the steps that it leaves out
     */
    public record CheckpointFile(
            Path file,
            Migration migration,
            List<Migration> replaced,
            List<Path> archivedFiles,
            List<String> keptSteps,
            List<String> omittedSteps) {
        public CheckpointFile {
            replaced = List.copyOf(replaced);
            archivedFiles = List.copyOf(archivedFiles);
            keptSteps = List.copyOf(keptSteps);
            omittedSteps = List.copyOf(omittedSteps);
        }

        /** Describes the result and its consequences for databases, with one or more sentences in each line. */
        public List<String> report() {
            int number = migration.number();
            String name = replaced.get(replaced.size() - 1).name();
            List<String> lines = new ArrayList<>();
            lines.add("Wrote " + file + ", which replaces " + replaced.size() + " migrations up to " + name + ".");
            lines.add(
                    archivedFiles.isEmpty()
                            ? "Their sources were deleted."
                            : "Their sources were moved to "
                                    + archivedFiles.get(0).getParent() + ".");
            keptSteps.forEach(step -> lines.add("Kept: " + step));
            omittedSteps.forEach(step -> lines.add("Left out: " + step));
            lines.add("A database that has run migration " + number
                    + " or later ones continues as before, and an empty one"
                    + " starts with the checkpoint. Any other database must first be upgraded to migration " + number
                    + " with a release that still contains the replaced migrations. No database can be downgraded below"
                    + " migration " + number + " any more.");
            return lines;
        }
    }
}
