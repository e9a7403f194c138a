package dev.cairn.analysis.comparison;

import java.util.Locale;
import java.util.regex.Pattern;

/** Normalizes text that is compared without blanks, comments and case. */
final class LooseText {
    private static final Pattern COMMENT_OR_BLANK = Pattern.compile("/\\*[^+].*?\\*/|--[^\\n]*|\\s+", Pattern.DOTALL);

    private LooseText() {}

    static String of(String text) {
        return COMMENT_OR_BLANK.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
