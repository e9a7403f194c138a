package dev.cairn.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages suggest existing names for unknown ones. */
class SuggestionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nmae | id name | name",
                "city_name | id cityName | cityName",
                "name | id name names | names", // another object has the unknown name
                "name | id name | ",
                "x | y | "
            })
    void theNearestOtherNameIsSuggested(String unknownName, String names, String nearestName) {
        assertThat(Suggestion.findNearest(unknownName, List.of(names.split(" ", -1)))
                        .orElse(null))
                .isEqualTo(nearestName);
    }
}
