package dev.cairn.processor.generate;

import java.util.List;

/** Texts with everything that could end a literal or a comment, or change on the way into a source and back. */
final class DifficultTexts {
    static final String SPECIAL_CHARACTERS = "*/ \\u12 {@x} $L \"\"\" \\ `\ud83d\ude00` &amp; <b>\ttab\r";

    static final List<String> TEXTS = List.of(
            "",
            " ",
            "\n",
            "plain",
            SPECIAL_CHARACTERS,
            SPECIAL_CHARACTERS + "\n" + SPECIAL_CHARACTERS + " ",
            "  every line\n  is indented",
            "  every line\n    is indented\n",
            "\n\n  \n",
            "ends in a quote\n\"",
            "ends in quotes\n\"\"\"\"",
            "\"\"\"\n\"\"\"",
            "ends in a backslash\n\\",
            "blanks at the end  \nof lines \t \n",
            "\u2003em\u2003\nspace\u2003\n",
            "null \0 1, bell \u0007" + "7, delete \u007f, next line \u0085, separators \u2028\u2029",
            "a\nb\0" + "0\u001f9",
            "\\u000a is not a line break\n\\\\u0022",
            "lone surrogates \ud83d and \ude00\n!");

    private DifficultTexts() {}
}
