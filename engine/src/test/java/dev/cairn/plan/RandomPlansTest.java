package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomRoles;
import dev.cairn.random.RandomSchemas;
import dev.cairn.random.Shrinker;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plans between random catalogs reach their target, and the engine accepts each of their statements.
 *
 * <p>{@code -Dcairn.plan.pairs=5000 -Dcairn.plan.seed=17} tries more pairs, and other ones.
 */
class RandomPlansTest {
    private static final int PAIR_COUNT = Breadth.of("cairn.plan.pairs", 80, 1_700);
    private static final long FIRST_SEED = Long.getLong("cairn.plan.seed", 0);
    private static final Session SESSION = new Session("t");

    /** The statements that create two catalogs. */
    record Pair(List<Statement> from, List<Statement> to) {}

    @ParameterizedTest
    @Tag(Breadth.LONG)
    @ValueSource(strings = {"4.1", "3.5", "shared data"})
    void everyPlanReachesItsTargetCatalog(String server) {
        Engine engine = new Engine(profile(server));
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PAIR_COUNT; seed++) {
            Dice dice = new Dice(seed);
            RandomSchemas schemas = new RandomSchemas(dice);
            List<Statement> from = schemas.schema();
            List<Statement> to = seed % 5 == 0 ? schemas.schema() : schemas.changeSchema(from);
            Pair pair = new Pair(withRoles(engine, dice, from), withRoles(engine, dice, to));
            Optional<String> problem = findProblem(engine, pair);
            if (problem.isPresent()) {
                Pair smallestPair = Shrinker.findSmallest(
                        pair,
                        Pair.class,
                        candidate -> isWritable(candidate)
                                && findProblem(engine, candidate).isPresent());
                throw new AssertionError("seed " + seed + ": "
                        + findProblem(engine, smallestPair).orElseThrow() + "\nfrom\n"
                        + renderScript(smallestPair.from()) + "\nto\n" + renderScript(smallestPair.to()));
            }
        }
    }

    private static List<Statement> withRoles(Engine engine, Dice dice, List<Statement> schema) {
        List<Statement> statements = new ArrayList<>(schema);
        statements.addAll(new RandomRoles(dice, "t").createRoleStatements(createCatalog(engine, schema)));
        return statements;
    }

    private static boolean isWritable(Pair pair) {
        try {
            return Stream.concat(pair.from().stream(), pair.to().stream())
                    .allMatch(statement -> Sql.parse(Sql.render(statement)).equals(statement));
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    private static ServerProfile profile(String server) {
        ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);
        return switch (server) {
            case "3.5" -> profile.with(Version.V3_5);
            case "shared data" -> profile.with(RunMode.SHARED_DATA);
            default -> profile;
        };
    }

    private static String renderScript(List<Statement> statements) {
        return String.join(";\n", statements.stream().map(Sql::render).toList());
    }

    private static Catalog createCatalog(Engine engine, List<Statement> statements) {
        StatementResult lastResult =
                new StatementResult(Catalog.EMPTY.withDatabase(Database.of("t")), SESSION, ChangeCost.IMMEDIATE);
        for (Statement statement : statements) {
            try {
                lastResult = engine.apply(lastResult.catalog(), lastResult.session(), statement);
            } catch (Refusal refusal) {
                // A refused statement changes neither catalog.
                assertThat(refusal.getMessage()).isNotBlank();
            }
        }
        return lastResult.catalog();
    }

    private static Plan plan(Engine engine, Catalog from, Catalog to) {
        return new Planner(engine, SESSION).plan(from, to, Renames.NONE);
    }

    private static Optional<String> findProblem(Engine engine, Pair pair) {
        Catalog from = createCatalog(engine, pair.from());
        Catalog to = createCatalog(engine, pair.to());
        try {
            return findProblem(engine, from, to);
        } catch (RuntimeException | StackOverflowError failure) {
            return Optional.of(failure + " at "
                    + List.of(failure.getStackTrace()).subList(0, Math.min(16, failure.getStackTrace().length)));
        }
    }

    private static Optional<String> findProblem(Engine engine, Catalog from, Catalog to) {
        if (!plan(engine, to, to).isEmpty()) {
            return Optional.of("differs from itself: " + plan(engine, to, to));
        }
        Plan plan = plan(engine, from, to);
        String planText =
                String.join("\n", plan.steps().stream().map(Step::text).toList());
        if (plan.impossibleChanges().stream().anyMatch(RandomPlansTest::resultsFromHistory)) {
            return Optional.empty();
        }
        if (!plan.isPossible()) {
            return Optional.of(plan.impossibleChanges() + "\n" + planText);
        }
        Catalog currentCatalog = from;
        for (Step step : plan.steps()) {
            Catalog catalogBeforeStep = currentCatalog;
            currentCatalog = step.action().applyGrantTransfer(currentCatalog, SESSION);
            if (step.action().statement() != null) {
                // A migration contains the text of the statement.
                currentCatalog = engine.apply(currentCatalog, SESSION, Sql.parse(step.text()))
                        .catalog();
            }
            // Only the reversal of the whole plan restores the grants of a dropped object.
            boolean losesGrants = !(step.action().statement() instanceof AccessStatement)
                    && !currentCatalog.roles().equals(catalogBeforeStep.roles());
            List<String> unrevertedDifferences = step.reversalStatements().isEmpty() || losesGrants
                    ? List.of()
                    : findDifferences(engine, revert(engine, currentCatalog, step), catalogBeforeStep);
            if (!unrevertedDifferences.isEmpty()) {
                return Optional.of("is not reverted by "
                        + step.reversalStatements().stream().map(Sql::render).toList() + ": " + step.text() + "\n"
                        + unrevertedDifferences);
            }
        }
        List<String> differences = findDifferences(engine, currentCatalog, to);
        if (!differences.isEmpty() || !plan(engine, currentCatalog, to).isEmpty()) {
            return Optional.of("leads to another catalog: " + differences + "\n" + planText);
        }
        return plan.steps().stream()
                .map(Step::action)
                .map(MigrationAction::statement)
                .filter(statement -> statement != null)
                .flatMap(statement -> ClauseCombinations.describe(statement).stream())
                .filter(form -> !ClauseCombinations.RECORDED.contains(form)
                        && !ClauseCombinations.NEVER_RECORDED.contains(form))
                .map(form -> "combination of clauses that was never recorded: " + form)
                .findFirst();
    }

    /**
     * Returns whether a plan can't lead to a view because the view depends on earlier states of the schema: it reads
     * itself, because it has replaced another one, or it reads all columns of a table that has more columns since.
     */
    private static boolean resultsFromHistory(Objection objection) {
        return objection.reason().contains("in a circle")
                || objection.reason().contains(ServerError.VIEW_COLUMN_COUNT_DIFFERS.template());
    }

    private static Catalog revert(Engine engine, Catalog after, Step step) {
        Catalog revertedCatalog = after;
        for (Statement statement : step.reversalStatements()) {
            revertedCatalog = engine.apply(revertedCatalog, SESSION, statement).catalog();
        }
        return revertedCatalog;
    }

    private static List<String> findDifferences(Engine engine, Catalog current, Catalog to) {
        List<String> differences = new ArrayList<>();
        for (ObjectName name : ObjectName.findChangedNames(current, to)) {
            Optional<SchemaObject> actual = SchemaObject.find(current, name);
            Optional<SchemaObject> expected = SchemaObject.find(to, name);
            if (actual.isEmpty() || expected.isEmpty()) {
                differences.add(name + " is " + actual + ", not " + expected);
            } else if (!findDifferingParts(engine, actual.get(), expected.get()).isEmpty()) {
                differences.add(name + " " + findDifferingParts(engine, actual.get(), expected.get()) + ": "
                        + actual.get().renderShowCreate(engine.profile()) + " is not "
                        + expected.get().renderShowCreate(engine.profile()));
            }
        }
        GlobalParts.findChangedParts(current, to).forEach((role, parts) -> differences.add(role + " " + parts));
        return differences;
    }

    private static SortedSet<ObjectPart> findDifferingParts(Engine engine, SchemaObject actual, SchemaObject expected) {
        SortedSet<ObjectPart> parts = actual.findDifferingParts(
                expected, engine.profile(), QueryMatcher.ofWrittenQueries(engine.profile(), SESSION));
        // Objects that a step deactivates are activated at the end of the plan.
        parts.remove(ObjectPart.of(ObjectPart.Kind.ACTIVITY));
        return parts;
    }
}
