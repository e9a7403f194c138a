package dev.cairn.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of commands for the options of a migrator. */
class MigratorArgumentsTest {
    @Command(name = "run")
    private static final class RunCommand {
        @Mixin
        private final Factory factory = new Factory();

        @Mixin
        private final MigratorArguments rebuild = new MigratorArguments(OptionScope.REBUILDING);
    }

    /** A mixin that contains a mixin. */
    private static final class Factory {
        @Mixin
        private final MigratorArguments arguments =
                new MigratorArguments(OptionScope.CONNECTING, OptionScope.MIGRATING);
    }

    private final RunCommand run = new RunCommand();
    private final CommandLine command = new CommandLine(run);

    MigratorArgumentsTest() {
        MigratorArguments.addAllOptions(command.getCommandSpec());
    }

    static List<MigratorOption<?>> options() {
        return MigratorOption.ALL.stream()
                .filter(MigratorOption::isCommandOption)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("options")
    void anOptionHasTheNameAndTheTextOfItsEntry(MigratorOption<?> option) {
        OptionSpec spec = command.getCommandSpec().findOption("--" + option.hyphenatedName());
        assertThat(spec.hidden()).isFalse();
        assertThat(spec.description()).containsExactly(option.description() + " Default: " + option.defaultText());
    }

    @Test
    void valuesReachTheOptions() {
        command.parseArgs("--patience=7", "--load-timeout=2h", "--rebuild-swap-mode=swap", "--rebuild-max-rounds=3");
        assertThat(run.factory.arguments.collectValues().get(MigratorOption.PATIENCE))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(run.factory.arguments.collectValues().get(MigratorOption.LOAD_TIMEOUT))
                .isEqualTo(Duration.ofHours(2));
        assertThat(run.factory.arguments.collectValues().get(MigratorOption.RETRY))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(run.rebuild.collectValues().get(MigratorOption.REBUILD))
                .returns(RebuildOptions.SwapMode.SWAP, RebuildOptions::swapMode)
                .returns(3, RebuildOptions::maxRounds);
    }

    @Test
    void aFormerNameIsAcceptedAndNotShown() {
        command.parseArgs("--wait=7");
        assertThat(run.factory.arguments.collectValues().get(MigratorOption.PATIENCE))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(command.getUsageMessage()).contains("--patience").doesNotContain("--wait");
    }

    @Test
    void aWrongValueIsAMistakeOfItsOption() {
        assertThatThrownBy(() -> command.parseArgs("--rebuild-max-rounds=0"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--rebuild-max-rounds must be at least 1, but was 0");
        assertThatThrownBy(() -> command.parseArgs("--wait=long"))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--wait must be a number of seconds");
    }

    @Test
    void anOptionOfWritersNeedsThem() {
        command.parseArgs("--max-parallel=2", "--rebuild-swap-mode=stopped-writers");
        assertThatThrownBy(run.rebuild::collectValues)
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "--rebuild-max-unavailability, --rebuild-max-rounds, --rebuild-pause, --max-parallel, --sample-above and"
                                + " --range-rows are options of --rebuild-swap-mode swap and fence.");
    }
}
