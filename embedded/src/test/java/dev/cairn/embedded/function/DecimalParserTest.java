package dev.cairn.embedded.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in plain and in any other notation are parsed to the same texts. */
class DecimalParserTest {
    private static final String CHARACTERS = "0001234567899..-+e ";

    private static final int TEXT_COUNT = 300_000;

    @Test
    void plainNumbersAreReadLikeAllOthers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < TEXT_COUNT; i++) {
            String text = randomText(random);
            int maxDigits = random.nextInt(12) + 1;
            int scale = random.nextInt(maxDigits + 1);
            assertThat(DecimalParser.parse(text, maxDigits, scale))
                    .as("'%s' with %s digits, %s of them after the point; seed %s", text, maxDigits, scale, seed)
                    .isEqualTo(DecimalParser.parseAnyNotation(text, maxDigits, scale));
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        for (int length = random.nextInt(10); length > 0; length--) {
            // Most texts are numbers, so both ways of parsing are taken.
            int characterCount = random.nextInt(8) == 0 ? CHARACTERS.length() : CHARACTERS.indexOf('-');
            text.append(CHARACTERS.charAt(random.nextInt(characterCount)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "12.34,12.34",
        "12,12.00",
        "12.3,12.30",
        "0.05,0.05",
        "0,0.00",
        "-0,0.00",
        "-7.5,-7.50",
        "007,7.00",
        "1.005,1.01"
    })
    void theResultHasAllDigitsOfTheScale(String text, String number) {
        assertThat(DecimalParser.parse(text, 9, 2)).isEqualTo(number);
    }
}
