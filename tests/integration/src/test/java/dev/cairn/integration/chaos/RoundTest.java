package dev.cairn.integration.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.chaos.RoundResult.Outcome;
import dev.cairn.integration.server.ChosenServer;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few rounds run in the normal build, and test the chaos runs themselves. */
class RoundTest {
    @AutoClose
    private static TestBed testBed;

    @BeforeAll
    static void start() throws SQLException {
        testBed = new TestBed(ChosenServer.ofProperties());
    }

    private static RoundResult runRound(String scenario) {
        try (Round round = new Round(testBed, Scenario.parse(scenario))) {
            return round.run();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop:cut-after@60", "shop:kill-before@60", "shop:error-before@30,cut-before@70|refused-login@20"
            })
    void aDisturbedUpgradeHasTheResultOfAnUndisturbedOne(String scenario) {
        RoundResult result = runRound(scenario);

        assertThat(result.problems()).isEmpty();
        assertThat(result.outcome()).isNotIn(Outcome.MISSED, Outcome.WRONG, Outcome.HUNG);
        assertThat(result.hits()).isNotEmpty();
        assertThat(result.ledger().transitionCount()).isPositive();
    }

    @Test
    void anIncidentAfterTheLastStatementIsMissed() {
        RoundResult result = runRound("shop:cut-before@100000");

        assertThat(result.problems()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.MISSED);
    }

    @Test
    void anEndingKnowsTheSimpleNameOfItsException() {
        ServerUnreachableException failure =
                new ServerUnreachableException(HistoryPlace.in("shop"), "no connection", "Repeat the operation.");
        Ending ending = new Ending(Ending.Kind.STOPPED, failure.toString());

        assertThat(Ending.parse(ending.toString()).exceptionName()).isEqualTo("ServerUnreachableException");
    }
}
