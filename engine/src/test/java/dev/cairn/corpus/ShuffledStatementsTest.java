package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applies the recorded statements in random order; each is accepted, or refused with a proper refusal. */
class ShuffledStatementsTest {
    private static final int SEED_COUNT = Breadth.of(400, 1_500);
    private static final int MAX_EXTRA_STATEMENTS = 25;

    private static final List<Statement> STATEMENTS = readStatements();

    @ParameterizedTest
    @Tag(Breadth.LONG)
    @EnumSource(Recording.class)
    void anySequenceOfStatementsEndsInACatalogThatCanBeShown(Recording recording) {
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            new Sequence(new Engine(recording.profile()), new Dice(seed)).run();
        }
    }

    private static List<Statement> readStatements() {
        List<Statement> statements = new ArrayList<>();
        for (Script script : Recording.MATRIX.scripts()) {
            for (Script.Step step : script.steps()) {
                tryParse(step.sql()).ifPresent(statements::add);
            }
        }
        return statements;
    }

    private static Optional<Statement> tryParse(String sql) {
        try {
            return Optional.of(Sql.parse(sql));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    /** Applies random statements one after another. */
    private static final class Sequence {
        private final Engine engine;
        private final Dice dice;
        private final List<String> acceptedStatements = new ArrayList<>();
        private StatementResult currentResult = new StatementResult(
                Catalog.EMPTY.withDatabase(Database.of("t")), new Session("t"), ChangeCost.IMMEDIATE);

        Sequence(Engine engine, Dice dice) {
            this.engine = engine;
            this.dice = dice;
        }

        void run() {
            int length = 2 + dice.below(MAX_EXTRA_STATEMENTS);
            for (int i = 0; i < length; i++) {
                applyStatement(STATEMENTS.get(dice.below(STATEMENTS.size())));
            }
        }

        private void applyStatement(Statement statement) {
            try {
                currentResult = engine.apply(currentResult.catalog(), currentResult.session(), statement);
                acceptedStatements.add(Sql.render(statement));
                checkShownTables();
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            } catch (RuntimeException failure) {
                throw new AssertionError("after " + acceptedStatements + "\non " + Sql.render(statement), failure);
            }
        }

        private void checkShownTables() {
            for (Database database : currentResult.catalog().databases().values()) {
                for (Table table : database.tables().values()) {
                    String shown = ShowCreate.render(engine.profile(), table);
                    assertThat(Sql.parseShowCreateOutput(shown)).as(shown).isInstanceOf(Statement.CreateTable.class);
                    assertThat(Sql.parse(Sql.render(ShowCreate.writtenStatement(engine.profile(), table))))
                            .isEqualTo(ShowCreate.writtenStatement(engine.profile(), table));
                }
            }
        }
    }
}
