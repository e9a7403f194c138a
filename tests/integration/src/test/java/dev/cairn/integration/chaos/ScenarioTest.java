package dev.cairn.integration.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenarios are parsed, printed, reduced, and chosen by a seed. */
class ScenarioTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String SCENARIO_OF_THREE_INCIDENTS = "shop:cut-before@17,kill-after@30|silent-after@5";

    @Test
    void aScenarioIsPrintedAsItIsParsed() {
        assertThat(Scenario.parse(SCENARIO_OF_THREE_INCIDENTS)).hasToString(SCENARIO_OF_THREE_INCIDENTS);
        assertThat(Scenario.parse("sales:late@2"))
                .isEqualTo(Scenario.of(DisturbedSchema.SALES, new Incident(Mishap.LATE, 2)));
    }

    @Test
    void invalidScenariosAreRefused() {
        assertThatThrownBy(() -> Scenario.parse("cut-before@17"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> Scenario.parse("shop:cut-before"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> Scenario.parse("shop:crash@1"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> Scenario.parse("shop:late@0"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void smallerScenariosLackOneIncident() {
        assertThat(Scenario.parse(SCENARIO_OF_THREE_INCIDENTS).listSmallerScenarios())
                .extracting(Scenario::toString)
                .containsExactly(
                        "shop:kill-after@30|silent-after@5",
                        "shop:cut-before@17|silent-after@5",
                        "shop:cut-before@17,kill-after@30");
        assertThat(Scenario.parse("shop:late@1").listSmallerScenarios()).isEmpty();
    }

    @Test
    void aSeedAlwaysGivesTheSameScenarios() {
        assertThat(createFirstScenarios(100, 1))
                .isEqualTo(createFirstScenarios(100, 1))
                .isNotEqualTo(createFirstScenarios(100, 2));
    }

    @Test
    void eachMishapComesAtEachStatement() {
        List<Scenario> singles = createFirstScenarios(12, 1).stream()
                .filter(Scenario::isSingle)
                .limit(6)
                .toList();

        assertThat(singles)
                .extracting(Scenario::toString)
                .containsExactlyInAnyOrder(
                        "shop:cut-before@1",
                        "shop:cut-before@2",
                        "shop:cut-before@3",
                        "shop:late@1",
                        "shop:late@2",
                        "shop:late@3");
    }

    private static List<Scenario> createFirstScenarios(int count, long seed) {
        ScenarioSource source =
                new ScenarioSource(seed, Map.of(DisturbedSchema.SHOP, 3), List.of(Mishap.CUT_BEFORE, Mishap.LATE));
        return Stream.generate(source::next).limit(count).toList();
    }
}
