package dev.cairn.sql;

import java.util.Random;

/** A text with a few mistakes in it: cut off, a letter missing or too many, a part repeated. */
final class Stirring {
    private static final String LETTERS = "()'\"`[]{}<>,;.-/*$\\";

    private Stirring() {}

    static String of(String source, Random random) {
        StringBuilder text = new StringBuilder(source);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(at + 1);
                case 1 -> text.deleteCharAt(at).append(' ');
                case 2 -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }
}
