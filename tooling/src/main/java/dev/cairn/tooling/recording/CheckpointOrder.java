package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Arranges the kept statements of a checkpoint among those that create the schema:
 *
 * <ol>
 *   <li>databases and roles
 *   <li>kept statements that name no table, view or role of the schema, such as the functions that its views call and
 *       the resource groups that its materialized views name
 *   <li>tables and views
 *   <li>kept statements that change rows or tables
 *   <li>materialized views, so that their first refresh reads the kept rows, and what depends on them
 *   <li>all other kept statements
 * </ol>
 *
 * @param emptyCatalogs the catalogs before the checkpoint, for each target
 * @param replays the replaced migrations, for each target
 */
record CheckpointOrder(RecordedSchemas recordedSchemas, List<Catalog> emptyCatalogs, List<ReplayedMigrations> replays) {
    CheckpointOrder {
        emptyCatalogs = List.copyOf(emptyCatalogs);
        replays = List.copyOf(replays);
    }

    /** The kept statements by their positions in the checkpoint, each list in the order of the history. */
    private static final class KeptStatements {
        final List<String> databaseTexts = new ArrayList<>();
        final List<String> independentTexts = new ArrayList<>();
        final List<NonDefiningStep> rowChangeSteps = new ArrayList<>();
        final List<NonDefiningStep> otherSteps = new ArrayList<>();
    }

    /** Returns the statements of the checkpoint. */
    List<String> arrange(List<String> creationTexts, List<NonDefiningStep> keptSteps) {
        KeptStatements keptStatements = classify(keptSteps);
        int leadingCount = 0;
        while (leadingCount < creationTexts.size() && precedesKeptStatements(creationTexts.get(leadingCount))) {
            leadingCount++;
        }
        List<String> texts = new ArrayList<>(keptStatements.databaseTexts);
        texts.addAll(creationTexts.subList(0, leadingCount));
        texts.addAll(keptStatements.independentTexts);
        List<String> remainingCreationTexts = creationTexts.subList(leadingCount, creationTexts.size());
        if (keptStatements.rowChangeSteps.isEmpty()) {
            texts.addAll(remainingCreationTexts);
        } else {
            interleaveRowChanges(texts, remainingCreationTexts, keptStatements);
        }
        keptStatements.otherSteps.forEach(step -> texts.add(render(step)));
        return texts;
    }

    private static boolean precedesKeptStatements(String text) {
        Statement statement = MigrationAction.parse(text).statement();
        return statement instanceof Statement.CreateDatabase
                || statement instanceof AccessStatement.CreateRole
                || (statement instanceof ClusterStatement clusterStatement && isIndependent(clusterStatement));
    }

    private static boolean isIndependent(ClusterStatement statement) {
        return !statement.kind().hasTable() && !statement.kind().hasStatement();
    }

    private KeptStatements classify(List<NonDefiningStep> keptSteps) {
        Set<String> dependentWords = collectSchemaNames();
        KeptStatements keptStatements = new KeptStatements();
        for (NonDefiningStep step : keptSteps) {
            Statement statement = step.statement();
            if (statement instanceof Statement.CreateDatabase) {
                keptStatements.databaseTexts.add(step.text());
            } else if (statement instanceof ClusterStatement clusterStatement) {
                if (isIndependent(clusterStatement)) {
                    keptStatements.independentTexts.add(step.text());
                } else {
                    keptStatements.otherSteps.add(step);
                }
            } else if (statement instanceof AccessStatement
                    || (statement instanceof Statement.OpaqueStatement opaqueStatement
                            && !opaqueStatement.changesRows())) {
                if (collectWords(step.text(), true).stream().noneMatch(dependentWords::contains)) {
                    keptStatements.independentTexts.add(step.text());
                } else {
                    // What a statement creates is not a part of the catalog, and later statements may name it.
                    dependentWords.addAll(collectWords(step.text(), false));
                    keptStatements.otherSteps.add(step);
                }
            } else if (statement instanceof ViewStatement) {
                keptStatements.otherSteps.add(step);
            } else {
                keptStatements.rowChangeSteps.add(step);
            }
        }
        return keptStatements;
    }

    /** Returns the names of the tables, views, materialized views and roles of the schema. */
    private Set<String> collectSchemaNames() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ReplayedMigrations replay : replays) {
            Catalog catalog = replay.lastCatalog();
            catalog.databases().forEach(databaseEntry -> {
                databaseEntry.getValue().tables().values().forEach(table -> names.add(table.name()));
                databaseEntry.getValue().views().values().forEach(view -> names.add(view.name()));
                databaseEntry.getValue().materializedViews().values().forEach(view -> names.add(view.name()));
            });
            catalog.roles().values().forEach(role -> names.add(role.name()));
        }
        return names;
    }

    /**
     * Returns the words and the backquoted names of a text.
     *
     * @param includesKeywords whether to return words that are keywords, too, since these may also be names
     */
    private static Set<String> collectWords(String text, boolean includesKeywords) {
        Tokens tokens = Lexer.tokenize(text);
        Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.kind(i) == TokenKind.BACKQUOTED) {
                words.add(tokens.unquotedName(i));
            } else if (tokens.kind(i) == TokenKind.WORD && (includesKeywords || tokens.keyword(i) == null)) {
                words.add(tokens.text(i));
            }
        }
        return words;
    }

    /** Adds the remaining statements that create the schema, with the kept changes of rows among them. */
    private void interleaveRowChanges(List<String> texts, List<String> creationTexts, KeptStatements keptStatements) {
        List<Simulation> simulations = new ArrayList<>();
        for (int i = 0; i < emptyCatalogs.size(); i++) {
            DeclaredSchema schema = recordedSchemas.schemas().get(i).schema();
            simulations.add(new Simulation(schema.engine(), schema.session(), emptyCatalogs.get(i)));
        }
        texts.forEach(text -> applyIfAccepted(text, simulations));
        List<String> delayedTexts = new ArrayList<>();
        for (String text : creationTexts) {
            boolean createsMaterializedView =
                    MigrationAction.parse(text).statement() instanceof ViewStatement.CreateMaterializedView;
            if (createsMaterializedView || !applyIfAccepted(text, simulations)) {
                delayedTexts.add(text);
            } else {
                texts.add(text);
            }
        }
        boolean hasDelayedStep = false;
        List<NonDefiningStep> delayedSteps = new ArrayList<>();
        for (NonDefiningStep step : keptStatements.rowChangeSteps) {
            // The changes keep their order: all changes after a delayed one are delayed, too.
            hasDelayedStep = hasDelayedStep || !applyIfAccepted(render(step), simulations);
            if (hasDelayedStep) {
                delayedSteps.add(step);
            } else {
                texts.add(render(step));
            }
        }
        texts.addAll(delayedTexts);
        delayedSteps.forEach(step -> texts.add(render(step)));
    }

    private String render(NonDefiningStep step) {
        return new KeptRowChange(step, replays).render();
    }

    /** Applies a statement for each target; returns false if any of them refuses it. */
    private static boolean applyIfAccepted(String text, List<Simulation> simulations) {
        List<Simulation> forks = new ArrayList<>();
        for (Simulation simulation : simulations) {
            Simulation fork = simulation.fork();
            try {
                fork.apply(MigrationAction.parse(text).forServer(fork.profile()));
            } catch (Refusal ignored) {
                return false; // the statement needs an object that is created later
            }
            forks.add(fork);
        }
        for (int i = 0; i < simulations.size(); i++) {
            simulations.get(i).adopt(forks.get(i));
        }
        return true;
    }
}
