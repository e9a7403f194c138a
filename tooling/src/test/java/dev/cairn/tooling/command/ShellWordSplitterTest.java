package dev.cairn.tooling.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words are those of a shell. */
class ShellWordSplitterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--up --format=json orders.city    | --up;--format=json;orders.city",
                "`  a  b  `                        | a;b",
                "\"add discount\" --empty          | add discount;--empty",
                "--target='3.5 shared-data'        | --target=3.5 shared-data",
                "\"--fill=orders.region='EU'\"     | --fill=orders.region='EU'",
                "a\\ b c\\\"d 'e\\f' \"g\\\"h\\i\" | a b;c\"d;e\\f;g\"h\\i",
                "--junit=                          | --junit="
            })
    void quotedTextIsPartOfOneWord(String line, String words) {
        assertThat(ShellWordSplitter.split(line)).containsExactly(words.split(";", -1));
    }

    @Test
    void aWordMayBeEmpty() {
        assertThat(ShellWordSplitter.split("")).isEmpty();
        assertThat(ShellWordSplitter.split(" '' \"\"")).isEqualTo(List.of("", ""));
    }

    @Test
    void anOpenQuoteIsRefused() {
        assertThatThrownBy(() -> ShellWordSplitter.split("record \"add discount"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ShellWordSplitter.split("a\\"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
