package dev.cairn.tooling.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A build tool's arguments, and its user's. */
class CommandArgumentsTest {
    @Test
    void argumentsOfTheUserFollowTheOptions() {
        CommandArguments arguments = new CommandArguments("upgrade")
                .addOption("--url", "starrocks://host/shop")
                .addOption("--user", null)
                .addOption("--config", "")
                .addFlag("--rebuild", true)
                .addFlag("--destructive", false)
                .addPositionalArgument("+1")
                .addUserArguments(List.of("--retry=1m", "--each", "file.txt"));
        assertThat(arguments.toCommandLine())
                .containsExactly(
                        "upgrade",
                        "--url=starrocks://host/shop",
                        "--rebuild",
                        "--retry=1m",
                        "--each",
                        "file.txt",
                        "--",
                        "+1");
    }

    @Test
    void anOptionOfTheUserReplacesTheSameOne() {
        CommandArguments arguments = new CommandArguments("docs")
                .addOption("--output", "a.html")
                .addOption("--format", "html")
                .addFlag("--shared-data", true)
                .addRepeatedOption("--placeholder", List.of("a=1", "b=2"));
        arguments.addUserArguments(List.of("--output=b.html", "--placeholder=a=3", "--shared-data", "--form=x"));
        assertThat(arguments.toCommandLine())
                .containsExactly(
                        "docs",
                        "--format=html",
                        "--placeholder=a=1",
                        "--placeholder=b=2",
                        "--output=b.html",
                        "--placeholder=a=3",
                        "--shared-data",
                        "--form=x");
    }

    @Test
    void anOptionOfTheUserReplacesTheSameOneUnderItsShortName() {
        assertThat(new CommandArguments("docs")
                        .addOption("--class-path", "classes")
                        .addOption("--output", "a.html")
                        .addOption("--format", "html")
                        .addUserArguments(List.of("-cp", "library.jar", "-o=b.html"))
                        .toCommandLine())
                .containsExactly("docs", "--format=html", "-cp", "library.jar", "-o=b.html");
    }

    @Test
    void theUserMayEndTheOptions() {
        assertThat(new CommandArguments("test")
                        .addOption("--rows", 3)
                        .addPositionalArgument("orders")
                        .addUserArguments(List.of("--", "--rows=4"))
                        .toCommandLine())
                .containsExactly("test", "--rows=3", "--", "--rows=4", "orders");
    }
}
