package dev.cairn.internal.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.MigratorOptions;
import dev.cairn.upgrade.RebuildOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Tests that the list of options is complete and that docs/options.md lists all of them; {@code -Dgolden.update=true}
 * writes the page.
 */
class MigratorOptionTest {
    private static final Path OPTIONS_PAGE = Path.of("../docs/options.md");
    private static final List<MigratorOption<?>> ALL_OPTIONS = MigratorOption.ALL;

    @Test
    void allEntriesAreListed() throws IllegalAccessException {
        List<Object> declaredOptions = new ArrayList<>();
        for (Field field : MigratorOption.class.getFields()) {
            if (field.getType() == MigratorOption.class) {
                declaredOptions.add(Objects.requireNonNull(field.get(null)));
            }
        }
        assertThat(List.<Object>copyOf(ALL_OPTIONS)).containsExactlyInAnyOrderElementsOf(declaredOptions);
        assertThat(ALL_OPTIONS).extracting(MigratorOption::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("ALL_OPTIONS")
    void anOptionHasAMethodOfItsName(MigratorOption<?> option) {
        Class<?> optionsClass = option.isRebuildOption() ? RebuildOptions.class : MigratorOptions.class;
        assertThat(Arrays.stream(optionsClass.getMethods())
                        .filter(method -> method.getReturnType() == optionsClass)
                        .map(Method::getName))
                .contains(methodName(option));
    }

    @ParameterizedTest
    @FieldSource("ALL_OPTIONS")
    void aDescriptionIsASentenceWithoutItsDefault(MigratorOption<?> option) {
        assertThat(option.description()).matches("[A-Z].*\\.").doesNotContain("Default");
        assertThat(option.defaultText()).isNotEmpty().doesNotEndWith(".");
        assertThat(option.firstVersion()).matches("[0-9]\\.[0-9]\\.0");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "600, 10m",
        "90, 90s",
        "1500ms, 1500ms",
        "1000ms, 1s",
        "120m, 2h",
        "36h, 36h",
        "48h, 2d",
        "7d, 7d"
    })
    void aTimeIsWrittenInItsLargestUnit(String text, String formattedText) {
        OptionFormat<Duration> format = OptionFormat.DurationFormat.atLeast(Duration.ZERO);
        assertThat(format.format(format.parse(text))).isEqualTo(formattedText);
        assertThat(format.parse(formattedText)).isEqualTo(format.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "patience     | long        | patience must be a number of seconds, or a number with ms, s, m, h or d, such as 10m, but was 'long'",
                "lease        | 50ms        | lease must be at least 100ms, but was 50ms",
                "loadTimeout  | 0           | loadTimeout must be at least 1ms, but was 0",
                "load-timeout | 10w         | load-timeout must be a number of seconds, or a number with ms, s, m, h or d, such as 10m, but was '10w'",
                "connections  | 0           | connections must be at least 1, but was 0",
                "connections  | four        | connections must be a number, but was 'four'",
                "author       | ' '         | author must not be empty",
                "rebuildSwapMode   | quick       | rebuildSwapMode must be stopped-writers, swap or fence, but was 'quick'",
                "maxParallel  | 65          | maxParallel must be at most 64, but was 65",
                "sampleAbove  | 0           | sampleAbove must be at least 1, but was 0",
                "keepOld      | 7           | keepOld must be a number with ms, s, m, h or d, such as 7d, but was '7'",
                "keepOld      | 4000d       | keepOld must be at most 3650d, but was 4000d",
                "onlyBetween  | 22:00-22:00 | onlyBetween must be two different times, such as 22:00-06:00, but was '22:00-22:00'",
                "wait         | long        | wait must be a number of seconds, or a number with ms, s, m, h or d, such as 10m, but was 'long'",
                "rebuildEnd   | quick       | rebuildEnd must be stopped-writers, swap or fence, but was 'quick'",
                "speed        | 1           | A migrator has no option speed",
            })
    void aWrongValueIsRefused(String optionName, String text, String message) {
        assertThatThrownBy(() -> MigratorOptions.DEFAULT.option(optionName, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void textsBecomeTheOptionsOfRebuilds() {
        OptionValues values = OptionValues.DEFAULTS
                .withText(MigratorOption.REBUILD_SWAP_MODE, "fence")
                .withText(MigratorOption.REBUILD_MAX_UNAVAILABILITY, "10")
                .withText(MigratorOption.REBUILD_MAX_ROUNDS, "5")
                .withText(MigratorOption.REBUILD_PAUSE, "2s")
                .withText(MigratorOption.MAX_PARALLEL, "4")
                .withText(MigratorOption.SAMPLE_ABOVE, "1000")
                .withText(MigratorOption.RANGE_ROWS, "2000")
                .withText(MigratorOption.KEEP_OLD, "7d")
                .withText(MigratorOption.ONLY_BETWEEN, "22:00-06:00")
                .withText(MigratorOption.RESOURCE_GROUP, "nightly");
        assertThat(values.get(MigratorOption.REBUILD))
                .returns(RebuildOptions.SwapMode.FENCE, RebuildOptions::swapMode)
                .returns(Duration.ofSeconds(10), RebuildOptions::maxUnavailability)
                .returns(5, RebuildOptions::maxRounds)
                .returns(Duration.ofSeconds(2), RebuildOptions::pause)
                .returns(4, RebuildOptions::maxParallel)
                .returns(1000L, RebuildOptions::sampleAbove)
                .returns(2000L, RebuildOptions::rangeRows)
                .returns(Duration.ofDays(7), RebuildOptions::keepOld);
        assertThat(values.get(MigratorOption.REBUILD).onlyBetween())
                .contains(new RebuildOptions.TimeWindow(LocalTime.of(22, 0), LocalTime.of(6, 0)));
        assertThat(values.get(MigratorOption.REBUILD).resourceGroup()).contains("nightly");
        assertThat(OptionValues.DEFAULTS.get(MigratorOption.REBUILD)).isSameAs(RebuildOptions.DEFAULT);
    }

    @Test
    void thePageListsAllOptions() throws IOException {
        String page = renderPage();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(OPTIONS_PAGE, page);
        }
        assertThat(Files.readString(OPTIONS_PAGE)).isEqualTo(page);
    }

    private static String renderPage() {
        StringBuilder page = new StringBuilder("""
                # Options of a migrator

                This page lists the options of a migrator that can be written as text, with their names in each place:

                    cairn upgrade --statement-timeout 20m
                    mvn cairn:upgrade -Dcairn.arguments="--statement-timeout=20m"

                <!-- The page is written by MigratorOptionTest with -Dgolden.update=true. -->

                - **Java**: a method of `MigratorOptions`, or of `RebuildOptions`, whose object `MigratorOptions.rebuild` takes. `MigratorOptions.option`
                  accepts each of them by its name, as text. Options that are objects, such as listeners and hooks, are methods only.
                - **`cairn`**: the commands that accept the option ([cli.md](cli.md)). Goals of Maven accept the options of their commands
                  as [arguments](maven.md#arguments).
                - **Gradle**: an argument of a task, as in `gradle cairnUpgrade --arguments="--statement-timeout=8h"` ([gradle.md](gradle.md#options)).
                - **Spring**: the property of the starter, also for one schema ([spring.md](spring.md#properties)).

                A time is a number with `ms`, `s`, `m`, `h` or `d`, such as `10m`; on the command line, and in `MigratorOptions.option`, a
                number without a unit is a number of seconds. An old table is kept for a time with a unit.

                """);
        for (MigratorOption<?> option : ALL_OPTIONS) {
            page.append("## ").append(option.hyphenatedName()).append("\n\n");
            page.append(option.description())
                    .append(" Default: ")
                    .append(option.defaultText())
                    .append(".\n\n- Java: `")
                    .append(option.isRebuildOption() ? "RebuildOptions." : "MigratorOptions.")
                    .append(methodName(option))
                    .append("`, since ")
                    .append(option.firstVersion())
                    .append('\n');
            if (option.isCommandOption()) {
                page.append("- `cairn`: `--")
                        .append(option.hyphenatedName())
                        .append("` ")
                        .append(describeCommands(option))
                        .append('\n');
            }
            if (option.isSettableIn(MigratorOption.OptionScope.SPRING)) {
                page.append("- Spring: `cairn.").append(option.hyphenatedName()).append("`\n");
            }
            page.append('\n');
        }
        page.append("## Former names\n");
        page.append("\n`cairn` and `MigratorOptions.option` still accept former names: ")
                .append(ALL_OPTIONS.stream()
                        .flatMap(option -> option.formerName().stream()
                                .map(formerName -> "`" + formerName + "` for `" + option.hyphenatedName() + "`"))
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        return page.toString();
    }

    private static String describeCommands(MigratorOption<?> option) {
        if (option.isSettableIn(MigratorOption.OptionScope.REBUILDING)) {
            return "of `upgrade` and `downgrade`";
        }
        return option.isSettableIn(MigratorOption.OptionScope.MIGRATING)
                ? "of all commands that use the ledger"
                : "of all commands that connect to a server";
    }

    private static String methodName(MigratorOption<?> option) {
        String name = option.name().replaceFirst("^rebuild", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
