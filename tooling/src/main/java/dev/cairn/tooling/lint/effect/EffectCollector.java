package dev.cairn.tooling.lint.effect;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.View;
import dev.cairn.finding.Severity;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.LintRule.Family;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.Refresh.Scheme;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects the effects of a statement on definitions, rows and readers. An effect that a finding of the rules describes
 * already is not listed twice.
 */
final class EffectCollector {
    private final LintedMigration migration;
    private final LintedStatement lintedStatement;
    private final Step step;
    private final List<LintFinding> findings;
    private final List<Effect> effects = new ArrayList<>();

    /**
     * Creates a collector for one statement of a migration.
     *
     * @param findings the findings of all rules about the statement
     */
    EffectCollector(LintedMigration migration, LintedStatement lintedStatement, List<LintFinding> findings) {
        this.migration = migration;
        this.lintedStatement = lintedStatement;
        this.step = lintedStatement.step();
        this.findings = findings;
    }

    /**
     * Returns the effects in the order of their kinds. Must be called only once.
     *
     * @param isRecorded whether the migration is recorded, which implies consent
     */
    List<Effect> collect(boolean isRecorded) {
        addCost();
        addBlockedChanges();
        addLostData();
        addAccessChanges();
        addFindings(Effect.Kind.BREAKS, Family.BREAKS_READERS);
        addNewlyReadRelations();
        addRemovedNames();
        addReassignedName();
        addInactiveViews();
        addContinuation();
        addFindings(Effect.Kind.FAILURE, Family.WILL_FAIL);
        addRemarks();
        addConsent(isRecorded);
        addReversal();
        return effects;
    }

    private void addNotableEffect(Effect.Kind kind, String text) {
        effects.add(Effect.ofNotable(kind, text));
    }

    private void addHarmlessEffect(Effect.Kind kind, String text) {
        effects.add(new Effect(kind, text, false));
    }

    private List<String> describeFindings(Family family) {
        return findings.stream()
                .filter(finding -> finding.rule().family() == family)
                .map(EffectCollector::describeFinding)
                .toList();
    }

    /**
     * Returns the message, the remedy if it was written for this statement, and the code of the rule unless the finding
     * is only informational.
     */
    static String describeFinding(LintFinding finding) {
        boolean hasSpecificRemedy = !finding.remedy().equals(finding.rule().remedy());
        return finding.message()
                + (hasSpecificRemedy ? ". " + finding.remedy().replaceFirst("\\.$", "") : "")
                + (finding.severity() == Severity.INFO
                        ? ""
                        : " [" + finding.rule().code() + "]");
    }

    private void addFindings(Effect.Kind kind, Family family) {
        describeFindings(family).forEach(text -> addNotableEffect(kind, text));
    }

    private void addCost() {
        List<String> costs = new ArrayList<>(describeFindings(Family.COSTS));
        String waitDescription = switch (step.waitCondition()) {
            case NOTHING -> "";
            case COLUMN_JOB, HIDDEN_JOB -> "the migration waits for a schema change job";
            case ROLLUP_JOB -> "the migration waits for a rollup job";
            case OPTIMIZE_JOB -> "the migration waits for an optimize job";
            case REFRESH -> "the migration waits for a refresh";
            case LOAD -> costs.isEmpty() ? "the statement writes rows" : "";
        };
        costs.add(waitDescription);
        costs.add(describeRefreshes());
        String costDescription = costs.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        if (costDescription.isEmpty()) {
            addHarmlessEffect(Effect.Kind.COST, "metadata only");
        } else {
            addNotableEffect(Effect.Kind.COST, costDescription);
        }
    }

    /**
     * Returns a text about the materialized views that the server refreshes because the statement changes rows that
     * they read; empty if there is no such view.
     */
    private String describeRefreshes() {
        if (!(step.action().statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()
                || step.object() == null
                || TemporaryName.isStaging(step.object().name())) {
            return "";
        }
        ObjectName tableName = step.object();
        List<String> refreshedViews = new ArrayList<>();
        for (Database database : lintedStatement.catalogAfter().databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                boolean refreshesOnChange = view.refresh().scheme() != Scheme.MANUAL
                        && view.refresh().interval() == null;
                if (view.isActive() && refreshesOnChange && readsTable(view, tableName)) {
                    refreshedViews.add(database.name() + "." + view.name());
                }
            }
        }
        return refreshedViews.isEmpty()
                ? ""
                : "the server refreshes " + String.join(", ", refreshedViews) + " afterwards";
    }

    private static boolean readsTable(MaterializedView view, ObjectName tableName) {
        for (BaseRelation base : view.definition().baseRelations()) {
            if (base.refersTo(tableName.database(), tableName.name())) {
                return true;
            }
        }
        return false;
    }

    private void addBlockedChanges() {
        boolean waitsForJob = step.waitCondition() != WaitCondition.NOTHING
                && step.waitCondition() != WaitCondition.REFRESH
                && step.waitCondition() != WaitCondition.LOAD;
        if (waitsForJob) {
            String tableName = Objects.toString(step.object(), "the table");
            addNotableEffect(Effect.Kind.BLOCKS, "other changes of " + tableName + " until the job ends");
        }
    }

    private void addLostData() {
        List<String> losses = describeFindings(Family.LOSES_DATA);
        if (losses.isEmpty()) {
            addHarmlessEffect(Effect.Kind.DATA, "nothing is lost");
        }
        losses.forEach(text -> addNotableEffect(Effect.Kind.DATA, text));
    }

    private void addAccessChanges() {
        // A lint without a rule is about a loss of access.
        step.lints().stream()
                .filter(lint -> lint.rule() == LintRule.GAINS_ACCESS || lint.rule() == null)
                .forEach(lint -> addNotableEffect(Effect.Kind.ACCESS, lint.message()));
        findings.stream()
                .filter(finding -> finding.rule().family() == Family.ACCESS && finding.rule() != LintRule.GAINS_ACCESS)
                .forEach(finding -> addNotableEffect(Effect.Kind.ACCESS, describeFinding(finding)));
    }

    /**
     * Adds the relations that a view with SECURITY INVOKER reads since the statement. A relation that the migration has
     * renamed is omitted: grants follow it.
     */
    private void addNewlyReadRelations() {
        ObjectName name = step.object();
        if (name == null || !(step.action().statement() instanceof ViewStatement)) {
            return;
        }
        Catalog initialCatalog = migration.catalogBefore();
        Optional<View> viewBefore = findView(initialCatalog, name);
        Optional<View> viewAfter =
                findView(lintedStatement.catalogAfter(), name).filter(view -> view.security() == Security.INVOKER);
        if (viewBefore.isEmpty() || viewAfter.isEmpty()) {
            return;
        }
        Set<ObjectName> previouslyReadRelations = collectBaseNames(viewBefore.get());
        List<String> newlyReadRelations = collectBaseNames(viewAfter.get()).stream()
                .filter(base -> !previouslyReadRelations.contains(base)
                        && SchemaObject.find(initialCatalog, base).isPresent())
                .map(ObjectName::toString)
                .toList();
        if (!newlyReadRelations.isEmpty()) {
            addNotableEffect(
                    Effect.Kind.BREAKS,
                    "whoever reads " + name + " now needs SELECT on " + String.join(", ", newlyReadRelations)
                            + " too, because the view has SECURITY INVOKER");
        }
    }

    private void addRemovedNames() {
        Set<String> removedNames = new RemovedNameFinder(migration, lintedStatement).find();
        if (!removedNames.isEmpty()) {
            addNotableEffect(Effect.Kind.BREAKS, "statements that name " + String.join(", ", removedNames));
        }
    }

    private void addReassignedName() {
        RelationRename.of(lintedStatement)
                .flatMap(rename -> rename.findReassignedObject(migration, lintedStatement))
                .ifPresent(object -> addNotableEffect(
                        Effect.Kind.BREAKS,
                        "statements that name " + object.name() + ", which is another " + object.kind()
                                + " afterwards"));
    }

    private static Optional<View> findView(Catalog catalog, ObjectName name) {
        return catalog.findView(name.database(), name.name());
    }

    private static Set<ObjectName> collectBaseNames(View view) {
        return view.definition().baseRelations().stream()
                .map(ObjectName::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Adds the materialized views that the statement makes inactive: permanently, or until a later statement. The views
     * that the migration drops, such as the former view of a rebuild, are omitted.
     */
    private void addInactiveViews() {
        List<String> inactiveViews = new ArrayList<>();
        List<String> temporarilyInactiveViews = new ArrayList<>();
        for (Database database : lintedStatement.catalogAfter().databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                boolean remainsAtEnd = findMaterializedView(migration.catalogAfter(), database.name(), view.name())
                        .isPresent();
                if (!view.isActive()
                        && remainsAtEnd
                        && isActive(lintedStatement.catalogBefore(), database.name(), view.name())) {
                    String name = database.name() + "." + view.name();
                    String reason = " (" + view.inactiveReason() + ")";
                    findActivatingStepNumber(database.name(), view.name())
                            .ifPresentOrElse(
                                    number -> temporarilyInactiveViews.add(name + " until step " + number + reason),
                                    () -> inactiveViews.add(name + reason));
                }
            }
        }
        if (!inactiveViews.isEmpty()) {
            addNotableEffect(Effect.Kind.INACTIVE, String.join(", ", inactiveViews));
        }
        if (!temporarilyInactiveViews.isEmpty()) {
            addNotableEffect(Effect.Kind.TEMPORARILY_INACTIVE, String.join(", ", temporarilyInactiveViews));
        }
    }

    /**
     * Returns the number of the next statement after which a view is active; empty if it is inactive after the
     * migration.
     */
    private Optional<Integer> findActivatingStepNumber(String databaseName, String viewName) {
        return isActive(migration.catalogAfter(), databaseName, viewName)
                ? streamLaterStatements()
                        .filter(nextStatement -> isActive(nextStatement.catalogAfter(), databaseName, viewName))
                        .map(nextStatement -> nextStatement.subject().number())
                        .findFirst()
                : Optional.empty();
    }

    private Stream<LintedStatement> streamLaterStatements() {
        return migration.statements().stream()
                .filter(statement ->
                        statement.subject().number() > lintedStatement.subject().number());
    }

    private static boolean isActive(Catalog catalog, String databaseName, String viewName) {
        return findMaterializedView(catalog, databaseName, viewName)
                .filter(MaterializedView::isActive)
                .isPresent();
    }

    private static Optional<MaterializedView> findMaterializedView(
            Catalog catalog, String databaseName, String viewName) {
        return catalog.findMaterializedView(databaseName, viewName);
    }

    /** Adds that a cluster object is stopped until it is created again, and where it then continues. */
    private void addContinuation() {
        if (!step.action().isMarked(Marker.Continuation.class) || step.object() == null) {
            return;
        }
        String name = step.object().name();
        if (step.action().statement() instanceof CreateClusterObject createStatement) {
            addNotableEffect(
                    Effect.Kind.REMARK,
                    "the " + createStatement.kind().title()
                            + " continues where it was stopped, instead of at the offsets of the statement");
        } else {
            streamLaterStatements()
                    .filter(nextStatement -> nextStatement
                            .catalogAfter()
                            .clusterObjects()
                            .find(name)
                            .isPresent())
                    .findFirst()
                    .ifPresent(creation -> addNotableEffect(
                            Effect.Kind.TEMPORARILY_INACTIVE,
                            name + " until step " + creation.subject().number()));
        }
    }

    private void addRemarks() {
        findings.stream()
                .filter(finding -> switch (finding.rule().family()) {
                    case STOPS_REFRESHES -> finding.rule() != LintRule.INACTIVATES_VIEW;
                    case LAYOUT, POLICY -> true;
                    case LOSES_DATA, BREAKS_READERS, COSTS, WILL_FAIL, ACCESS -> false;
                })
                .forEach(finding -> addNotableEffect(Effect.Kind.REMARK, describeFinding(finding)));
    }

    /** Adds the options that record the statement. They are not notable: the markers above the statement show them. */
    private void addConsent(boolean isRecorded) {
        String prefix = isRecorded ? "recorded with " : "cairn record needs ";
        for (Marker marker : step.action().markers()) {
            if (marker instanceof Marker.Destructive destructive) {
                addHarmlessEffect(Effect.Kind.CONSENT, prefix + "--destructive: " + destructive.reason());
            } else if (marker instanceof Marker.Rebuild rebuild) {
                addHarmlessEffect(Effect.Kind.CONSENT, prefix + "--rebuild: " + rebuild.reason());
            }
        }
    }

    private void addReversal() {
        String statementTexts =
                step.reversalStatements().stream().map(Sql::render).collect(Collectors.joining("; "));
        addHarmlessEffect(
                Effect.Kind.REVERSAL,
                statementTexts.isEmpty()
                        ? "no statement reverts the step"
                        : (step.destroysData() ? "the definition, not the data, by " : "by ") + statementTexts);
    }
}
