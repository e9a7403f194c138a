package dev.cairn.sql;

import java.util.Random;

/** Creates texts with a few random mistakes: a missing end or character, or an additional symbol or part. */
final class TextMutation {
    private static final String SYMBOLS = "()'\"`[]{}<>,;.-/*$\\";

    private TextMutation() {}

    static String mutate(String source, Random random) {
        StringBuilder text = new StringBuilder(source);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int offset = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(offset + 1);
                case 1 -> text.deleteCharAt(offset).append(' ');
                case 2 -> text.insert(offset, SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
                default -> text.insert(offset, text.substring(random.nextInt(offset + 1), offset));
            }
        }
        return text.toString();
    }
}
