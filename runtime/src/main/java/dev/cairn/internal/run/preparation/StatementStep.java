package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement of a run, with the catalogs before and after it. Its text is rendered on demand, and cached. */
public final class StatementStep implements RunStep {
    /** The variable with which an INSERT OVERWRITE replaces only the partitions of its rows. */
    static final String DYNAMIC_OVERWRITE = "dynamic_overwrite";

    private final int number;
    private final Step simulatedStep;
    private final Session session;
    private final Catalog catalogBefore;
    private final Catalog catalogAfter;
    private final SiblingEffects siblingEffects;
    private @Nullable String text;
    private @Nullable PlannedStep plannedStep;

    /**
     * The effects of the other steps of the migration on this one.
     *
     * @param grantSteps the transfers of grants that the statement completes
     * @param mayOverwriteDynamically whether {@code dynamic_overwrite} may be on
     */
    private record SiblingEffects(List<GrantStep> grantSteps, boolean mayOverwriteDynamically) {
        static final SiblingEffects NONE = new SiblingEffects(List.of(), false);

        SiblingEffects {
            grantSteps = List.copyOf(grantSteps);
        }
    }

    /**
     * Creates a step whose statement completes no transfer of grants.
     *
     * @param simulatedStep the statement with its markers, and its effects according to the model of the server
     * @param session the session in which the statement is sent; its variables are set in addition to the variables of
     *     the migration
     * @param catalogBefore the expected catalog before the statement
     * @param catalogAfter the catalog after the statement
     */
    public StatementStep(int number, Step simulatedStep, Session session, Catalog catalogBefore, Catalog catalogAfter) {
        this(number, simulatedStep, session, catalogBefore, catalogAfter, SiblingEffects.NONE);
    }

    private StatementStep(
            int number,
            Step simulatedStep,
            Session session,
            Catalog catalogBefore,
            Catalog catalogAfter,
            SiblingEffects siblingEffects) {
        this.number = number;
        this.simulatedStep = simulatedStep;
        this.session = session;
        this.catalogBefore = catalogBefore;
        this.catalogAfter = catalogAfter;
        this.siblingEffects = siblingEffects;
    }

    @Override
    public int number() {
        return number;
    }

    /** Returns whether a second execution of the statement reverts the first one. */
    public boolean isSwap() {
        return requireStatement().isSwap();
    }

    public Step simulatedStep() {
        return simulatedStep;
    }

    public Session session() {
        return session;
    }

    public Catalog catalogBefore() {
        return catalogBefore;
    }

    public Catalog catalogAfter() {
        return catalogAfter;
    }

    /** Returns the transfers of grants that the statement completes; they run right before it. */
    public List<GrantStep> grantSteps() {
        return siblingEffects.grantSteps();
    }

    /** Returns a copy whose session has these variables in place of its own. */
    public StatementStep withVariables(Map<String, String> variables) {
        return new StatementStep(
                number,
                simulatedStep,
                new Session(session.databaseName(), variables),
                catalogBefore,
                catalogAfter,
                siblingEffects);
    }

    /** Returns the step of a migration that may have switched {@code dynamic_overwrite} on. */
    StatementStep withDynamicOverwrite() {
        return withSiblingEffects(new SiblingEffects(grantSteps(), true));
    }

    /**
     * Returns whether the statement may be an INSERT OVERWRITE that replaces only the partitions of its rows. The server
     * then generates the label of its load, and ignores the one in the statement.
     */
    public boolean overwritesDynamically() {
        return requireStatement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.keywords().contains("OVERWRITE")
                && (siblingEffects.mayOverwriteDynamically()
                        || session.findVariable(DYNAMIC_OVERWRITE).isPresent());
    }

    /** Returns the step with another catalog after the statement. */
    public StatementStep withCatalogAfter(Catalog newCatalog) {
        return withStatement(simulatedStep, newCatalog);
    }

    /** Returns the step with another statement, which leads to another catalog. */
    public StatementStep withStatement(Step newStep, Catalog newCatalog) {
        return new StatementStep(number, newStep, session, catalogBefore, newCatalog, siblingEffects);
    }

    StatementStep withGrantStep(GrantStep grantStep) {
        List<GrantStep> newGrantSteps = new ArrayList<>(grantSteps());
        newGrantSteps.add(grantStep);
        return withSiblingEffects(new SiblingEffects(newGrantSteps, siblingEffects.mayOverwriteDynamically()));
    }

    private StatementStep withSiblingEffects(SiblingEffects newSiblingEffects) {
        return new StatementStep(number, simulatedStep, session, catalogBefore, catalogAfter, newSiblingEffects);
    }

    /** Returns the parsed statement, which every step of this kind has. */
    public Statement requireStatement() {
        return Objects.requireNonNull(simulatedStep.action().statement());
    }

    @Override
    public String text() {
        String renderedText = text;
        if (renderedText == null) {
            renderedText = Sql.render(requireStatement());
            text = renderedText;
        }
        return renderedText;
    }

    @Override
    public PlannedStep plannedStep() {
        PlannedStep describedStep = plannedStep;
        if (describedStep == null) {
            describedStep = RunStep.super.plannedStep();
            plannedStep = describedStep;
        }
        return describedStep;
    }

    @Override
    public @Nullable String subject() {
        return simulatedStep.object() == null ? null : simulatedStep.object().toString();
    }

    /**
     * Returns whether the statement can name the view of the ledger's state in a common table expression, so that
     * the server refuses it after another migrator has taken over the ledger. This is possible in UPDATE, and in
     * DELETE from a table with a primary key. The text must begin with this keyword, before which the expression is
     * inserted.
     */
    public boolean supportsLedgerFence() {
        if (!(simulatedStep.action().statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || opaqueStatement.keywords().isEmpty()) {
            return false;
        }
        String keyword = opaqueStatement.firstKeyword();
        return text().toUpperCase(Locale.ROOT).startsWith(keyword)
                && (keyword.equals("UPDATE") || (keyword.equals("DELETE") && hasPrimaryKeyTable()));
    }

    private boolean hasPrimaryKeyTable() {
        ObjectName tableName = simulatedStep.object();
        return tableName != null
                && catalogBefore
                        .findTable(tableName.database(), tableName.name())
                        .filter(table -> table.model() == KeyModel.PRIMARY)
                        .isPresent();
    }

    /** Returns the table with which the statement swaps its table; empty for any other statement. */
    public Optional<ObjectName> findSwapPartner() {
        ObjectName tableName = simulatedStep.object();
        return tableName != null && simulatedStep.action().statement() instanceof Statement.AlterTable alter
                ? alter.swapPartner().map(partner -> tableName.withName(partner.text()))
                : Optional.empty();
    }

    /** Returns whether the statement changes roles or their privileges. */
    public boolean changesAccess() {
        return simulatedStep.action().statement() instanceof AccessStatement;
    }

    /** Returns whether the statement changes an object of the cluster. */
    public boolean changesCluster() {
        return simulatedStep.action().statement() instanceof ClusterStatement;
    }

    @Override
    public boolean isRepeatable() {
        return simulatedStep.action().isRepeatable();
    }

    /** Returns whether the engine does not model the statement, and its first keyword is the given one. */
    public boolean hasFirstKeyword(String keyword) {
        return requireStatement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.firstKeyword().equals(keyword);
    }

    @Override
    public List<Integer> recordedNumbers() {
        return SessionStatement.find(this).isPresent() ? List.of() : List.of(number);
    }
}
