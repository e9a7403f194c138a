package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CommandHelpTest {
    private static final String URL = "starrocks://root@localhost/shop";

    @Test
    void wordsAfterAWordThatIsLongerThanALineAreKeptWhole() {
        CommandSpec commandSpec = CommandSpec.create()
                .addOption(OptionSpec.builder("--file")
                        .description("x".repeat(70) + " " + (URL + " ").repeat(5))
                        .build());

        String help = new CommandHelp(commandSpec, Help.defaultColorScheme(Ansi.OFF)).optionList();

        assertThat(help.split(URL, -1)).hasSize(6);
    }
}
