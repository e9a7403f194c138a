package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceholderNamesTest {
    private final PlaceholderNames names = new PlaceholderNames();

    @Test
    void onlyEqualValuesShareAName() {
        assertThat(names.assignName("functions_jar", "http://a/functions.jar")).isEqualTo("functions_jar");
        assertThat(names.assignName("functions_jar", "http://b/functions.jar")).isEqualTo("functions_jar_2");
        assertThat(names.assignName("functions_jar", "http://a/functions.jar")).isEqualTo("functions_jar");
    }

    @Test
    void namesThatDifferOnlyInCaseAreNotDistinct() {
        assertThat(names.assignName("lake_key", "external catalog lake")).isEqualTo("lake_key");
        assertThat(names.assignName("Lake_key", "storage volume Lake")).isEqualTo("Lake_key_2");
    }
}
