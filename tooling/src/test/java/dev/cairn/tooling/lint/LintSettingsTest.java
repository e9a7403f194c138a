package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.plan.part.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lint.drop-data               | error    | The setting lint.drop-data does not exist; did you mean lint.drops-data?
            lint.nmaes.table             | x        | The setting lint.nmaes.table does not exist; did you mean lint.names.table?
            lint.names.tables            | x        | The setting lint.names.tables does not exist; did you mean lint.names.table?
            lint.weather                 | fine     | The setting lint.weather does not exist; docs/lint.md lists the settings.
            lint.drops-data              | fatal    | The setting lint.drops-data is wrong: 'fatal' must be one of info, warning, error, or off.
            lint.names.table             | [a-z     | The setting lint.names.table is wrong: '[a-z' is not a regular expression: Unclosed character class.
            lint.production              | yes      | The setting lint.production is wrong: 'yes' must be true or false.
            lint.comments                | table    | The setting lint.comments is wrong: 'table' must be one of tables, columns, views, materialized-views.
            lint.types.forbidden         | int, no  | The setting lint.types.forbidden is wrong: 'no' is not a type.
            lint.types.required.*_at     | ,day     | The setting lint.types.required.*_at is wrong: 'day' is not a type.
            """)
    void aWrongSettingIsAnError(String name, String value, String message) {
        assertThatThrownBy(() -> LintSettings.parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void otherSettingsOfTheFileAreIgnored() {
        assertThat(LintSettings.parse(Map.of("url", "starrocks://localhost/shop")))
                .isEqualTo(LintSettings.DEFAULT);
    }

    @Test
    void commasInsideOfTypesDoNotSeparate() {
        LintSettings settings = LintSettings.parse(
                Map.of("lint.types.forbidden", "decimal(10, 2), map<int, string> ,float", "lint.comments", "tables"));
        assertThat(settings.findValues(LintSettings.FORBIDDEN_TYPES))
                .containsExactly("decimal(10, 2)", "map<int, string>", "float");
    }

    @Test
    void theLongestPatternDecidesAboutTheOwner() {
        LintSettings settings =
                LintSettings.parse(Map.of("lint.owner.*", "platform", "lint.owner.shop.order*", "sales"));
        assertThat(settings.findOwner(new ObjectName("shop", "orders"))).contains("sales");
        assertThat(settings.findOwner(new ObjectName("store", "orders"))).contains("platform");
        assertThat(LintSettings.DEFAULT.findOwner(new ObjectName("shop", "orders")))
                .isEmpty();
    }

    @Test
    void thePageDescribesAllSettings() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lint.md"));
        for (String name : LintSettings.settingNames()) {
            String shownName =
                    name.startsWith("lint.names.") ? name.substring("lint.names".length()) : name.replace("*", "");
            assertThat(page).as(name).contains(shownName.replaceFirst("^lint\\.(?=[a-z-]+$)", ""));
        }
    }
}
